import { mulberry32, pick, table, type Random } from './random.ts';
import { timestamp } from './timestamp.ts';
import {
  agents,
  backends,
  clearRequests,
  clients,
  latencies,
  overheads,
  received,
  secureRequests,
  sent,
  statuses,
} from './traffic.ts';

const seeded = mulberry32(306);

// Cells that come together are joined beforehand: every piece of a template costs some 20 ns a line.
const times = table(2048, () => `${pick(seeded, overheads)} ${pick(seeded, latencies)} ${pick(seeded, overheads)}`);
const codes = table(statuses.length, (index) => `${statuses[index] ?? 200} ${statuses[index] ?? 200}`);
const asked = table(4096, (index) =>
  index % 5 < 2
    ? `"${pick(seeded, secureRequests)} HTTP/1.1" "${pick(seeded, agents)}" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2`
    : `"${pick(seeded, clearRequests)} HTTP/1.1" "${pick(seeded, agents)}" - -`,
);

/**
 * One line of a classic load balancer's log, 15 fields, without the newline, of a request met at `at` (whole milliseconds
 * since 1970). Two in five came by TLS; one in a hundred met no backend.
 */
export function elbLine(random: Random, at = 0): string {
  const line = `${timestamp(random, at)} shop ${pick(random, clients)}`;
  if (random() < 0.01) return `${line} - -1 -1 -1 503 0 0 0 ${pick(random, asked)}`;
  return `${line} ${pick(random, backends)} ${pick(random, times)} ${pick(random, codes)} ${pick(random, received)} ${pick(random, sent)} ${pick(random, asked)}`;
}
