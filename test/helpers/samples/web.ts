import { below, type Random } from '../../../src/testing/random.ts';
import { agent, clfTime, hex, ip, iso, one, path, port, status, type Sample } from './sample.ts';

const common = (random: Random): string =>
  `${ip(random)} - ${one(random, '-', 'frank')} [${clfTime(random)}] ` +
  `"${one(random, 'GET', 'POST')} ${path(random)} HTTP/1.1" ${status(random)} ${one(random, '-', `${below(random, 90000)}`)}`;

export const clf: Sample = { line: common };

export const combined: Sample = {
  line: (random) => `${common(random)} "${one(random, '-', 'https://example.com/start.html')}" "${agent(random)}"`,
};

export const s3Access: Sample = {
  line: (random) =>
    `${hex(random, 64)} mine [${clfTime(random)}] ${ip(random)} ${hex(random, 64)} ${hex(random, 16).toUpperCase()} ` +
    `REST.GET.OBJECT ${one(random, '-', 'photos/2019/08/puppy.jpg')} ` +
    `${one(random, `"GET /mine${path(random)} HTTP/1.1"`, '-')} ${status(random)} ${one(random, '-', 'NoSuchKey')} ` +
    `${below(random, 9000)} ${below(random, 90000)} ${below(random, 99)} ${one(random, '-', '7')} "-" "${agent(random)}" - ` +
    `${hex(random, 40)}= SigV4 ECDHE-RSA-AES128-GCM-SHA256 AuthHeader mine.s3.us-west-1.amazonaws.com TLSv1.2 - ${one(random, 'Yes', '-')}`,
};

const FIELDS =
  'date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) ' +
  'cs-uri-query cs(Cookie) x-edge-result-type x-edge-request-id x-host-header cs-protocol cs-bytes time-taken ' +
  'x-forwarded-for ssl-protocol ssl-cipher x-edge-response-result-type cs-protocol-version fle-status fle-encrypted-fields ' +
  'c-port time-to-first-byte x-edge-detailed-result-type sc-content-type sc-content-len sc-range-start sc-range-end';

export const cloudfront: Sample = {
  head: `#Version: 1.0\n#Fields: ${FIELDS}\n`,
  line: (random) => {
    const [date = '', time = ''] = iso(random).slice(0, 19).split('T');
    const asked = [
      date,
      time,
      'LAX1',
      below(random, 90000),
      ip(random),
      'GET',
      `${hex(random, 13)}.cloudfront.net`,
      '/index.html',
    ];
    const answered = [
      one(random, '200', '000'),
      '-',
      encodeURIComponent(agent(random)),
      '-',
      '-',
      one(random, 'Hit', 'Miss'),
    ];
    const served = [`${hex(random, 52)}==`, 'mine.example', 'https', 23, `0.00${below(random, 9)}`, '-', 'TLSv1.2'];
    const rest = [
      'ECDHE-RSA-AES128-GCM-SHA256',
      'Hit',
      'HTTP/2.0',
      '-',
      '-',
      port(random),
      '0.001',
      'Hit',
      'text/html',
      78,
      '-',
      '-',
    ];
    return [...asked, ...answered, ...served, ...rest].join('\t');
  },
};

export const vpcFlow: Sample = {
  head: 'version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status\n',
  line: (random) => {
    const start = 1_700_000_000 + below(random, 9_000_000);
    const who = `2 123456789012 eni-${hex(random, 17)}`;
    if (random() < 0.1) return `${who} - - - - - - - ${start} ${start + 60} - ${one(random, 'NODATA', 'SKIPDATA')}`;
    return (
      `${who} ${ip(random)} 10.0.0.${below(random, 255)} ${port(random)} 22 6 ${below(random, 99)} ${below(random, 9999)} ` +
      `${start} ${start + 60} ${one(random, 'ACCEPT', 'REJECT')} OK`
    );
  },
};
