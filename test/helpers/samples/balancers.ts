import { albLine } from '../../../src/testing/alb-line.ts';
import { elbLine } from '../../../src/testing/elb-line.ts';
import { below } from '../../../src/testing/random.ts';
import { hex, ip, iso, moment, one, port, status, type Sample } from './sample.ts';

const ARN = 'arn:aws:acm:us-east-2:123456789012:certificate/2a108f19-aded-46b0-8493-c63eb1ef4a99';

export const elb: Sample = { line: (random) => elbLine(random, moment(random)) };

export const alb: Sample = { line: (random) => albLine(random, moment(random)) };

export const nlb: Sample = {
  line: (random) =>
    `tls 2.0 ${iso(random).slice(0, 19)} net/mine/${hex(random, 16)} ${hex(random, 16)} ${ip(random)}:${port(random)} ` +
    `10.0.0.${below(random, 255)}:443 ${below(random, 5000)} ${one(random, '2', '-')} ${below(random, 900)} ${below(random, 90000)} ` +
    `${one(random, '-', '0')} ${ARN} - ECDHE-RSA-AES128-SHA tlsv12 - mine.elb.us-east-2.amazonaws.com ` +
    `${one(random, 'h2 h2 "h2","http/1.1"', '- - -')} ${iso(random).slice(0, 19)}`,
};

export const albConnection: Sample = {
  line: (random) =>
    `${iso(random)} ${ip(random)} ${port(random)} 443 ` +
    one(
      random,
      `TLSv1.2 ECDHE-RSA-AES128-GCM-SHA256 4.${below(random, 900)} "CN=mine.example,O=Org, OU=\\"x\\"" ` +
        `NotBefore=2023-09-21T22:43:21Z;NotAfter=2026-06-17T22:43:21Z FEF257372D5C14D4 Success`,
      '- - - "-" - - Failed:UnmappedConnectionError',
    ) +
    ` TID_${hex(random, 32)} - app/mine/${hex(random, 16)} -`,
};

export const albHealthCheck: Sample = {
  line: (random) =>
    `${one(random, 'http', 'https', 'h2')} ${iso(random)} 0.00${below(random, 999999)} 10.0.0.${below(random, 255)}:80 ` +
    `mine-targets ${one(random, 'PASS 200 -', `FAIL ${status(random)} ResponseCodeMismatch`)} app/mine/${hex(random, 16)} -`,
};
