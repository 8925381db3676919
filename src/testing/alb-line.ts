import { below, pick, type Random } from './random.ts';
import { timestamp } from './timestamp.ts';
import {
  agents,
  backends,
  clearRequests,
  clients,
  connections,
  latencies,
  overheads,
  received,
  secureRequests,
  sent,
  statuses,
  traces,
} from './traffic.ts';

const GROUP = 'arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/shop-web/0d1f6a2b3c4e5f60';
const CERTIFICATE = 'arn:aws:acm:eu-west-1:123456789012:certificate/5f2c1a80-93de-4b7b-8f0e-6d1a2b3c4d5e';

/**
 * One line of an application load balancer's log, 34 fields, without the newline, of a response sent at `at` (whole
 * milliseconds since 1970). Four in five went by TLS; one in a hundred met no target.
 */
export function albLine(random: Random, at = 0): string {
  const secure = random() < 0.8;
  const type = secure ? (random() < 0.7 ? 'h2' : 'https') : 'http';
  const { target, targetStatus, answer } = served(random);
  return (
    `${type} ${timestamp(random, at)} app/shop-web/50dc6c495c0c9188 ${pick(random, clients)} ${answer} ` +
    `${asked(random, secure, type === 'h2' ? 'HTTP/2.0' : 'HTTP/1.1')} ${GROUP} ` +
    `"Root=1-${Math.floor(at / 1000).toString(16)}-${pick(random, traces)}" ` +
    (secure ? `"shop.example" "${CERTIFICATE}"` : '"-" "-"') +
    ` ${below(random, 5)} ${timestamp(random, at - below(random, 300))} "waf,forward" "-" "-" ` +
    `"${target}" "${targetStatus}" "-" "-" TID_${pick(random, connections)} "-" "-" "-" -`
  );
}

/** Fields 5 to 12, and the two of them that come again as lists. */
function served(random: Random): { target: string; targetStatus: string; answer: string } {
  const bytes = `${pick(random, received)} ${pick(random, sent)}`;
  if (random() < 0.01) return { target: '-', targetStatus: '-', answer: `- -1 -1 -1 503 - ${bytes}` };
  const target = pick(random, backends);
  const status = pick(random, statuses);
  const times = `${pick(random, overheads)} ${pick(random, latencies)} ${pick(random, overheads)}`;
  return { target, targetStatus: status, answer: `${target} ${times} ${status} ${status} ${bytes}` };
}

/** Fields 13 to 16: request, user agent, cipher, protocol. */
function asked(random: Random, secure: boolean, version: string): string {
  const request = pick(random, secure ? secureRequests : clearRequests);
  const tls = secure ? 'TLS_AES_128_GCM_SHA256 TLSv1.3' : '- -';
  return `"${request} ${version}" "${pick(random, agents)}" ${tls}`;
}
