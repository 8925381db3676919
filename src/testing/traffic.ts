/** What invented visitors ask of an invented shop: tables made once, so that a line costs a handful of look-ups. */
import { below, mulberry32, pick, table } from './random.ts';

const random = mulberry32(20260314);

/** `length` random lower-case hexadecimal digits. */
function hex(length: number): string {
  return table(length, () => below(random, 16).toString(16)).join('');
}

const browsers = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0',
  'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
  'okhttp/4.12.0',
  'python-requests/2.32.5',
  'curl/8.5.0',
  '-',
] as const;

/** User agents: mostly browsers, which are long, some programs, some none. */
export const agents = table(64, (index) => browsers[index < 56 ? index % 4 : 4 + (index % 5)] ?? '-');

/** `ip:port` of visitors, an eighth of them by IPv6 in brackets. */
export const clients = table(2048, (index) => {
  const port = 1024 + below(random, 64512);
  const ip =
    index % 8 === 0
      ? `[2001:db8:${hex(4)}:${hex(4)}::${hex(2)}]`
      : `${['192.0.2', '198.51.100', '203.0.113'][index % 3] ?? '192.0.2'}.${1 + below(random, 254)}`;
  return `${ip}:${port}`;
});

/** `ip:port` of the machines behind the load balancer. */
export const backends = table(24, () => `10.0.${below(random, 8)}.${1 + below(random, 254)}:8080`);

const sections = ['products', 'search', 'api/v2/orders', 'cart/items', 'assets/img', 'account/settings'] as const;
const words = ['linen', 'walnut', 'copper', 'lantern', 'harbour', 'juniper', 'saffron', 'quartz'] as const;

/** Paths, three in four with a query string. */
const paths = table(1024, (index) => {
  const path = `/${pick(random, sections)}/${pick(random, words)}-${hex(6)}`;
  return index % 4 === 0 ? path : `${path}?page=${1 + below(random, 40)}&sort=${pick(random, words)}`;
});

const methods = ['GET', 'GET', 'GET', 'GET', 'GET', 'GET', 'POST', 'HEAD'] as const;

/** What stands in quotes, less the version: `GET https://shop.example:443/search?page=2`. */
export const secureRequests = table(
  1024,
  () => `${pick(random, methods)} https://shop.example:443${pick(random, paths)}`,
);
export const clearRequests = table(1024, () => `${pick(random, methods)} http://shop.example:80${pick(random, paths)}`);

/** Status codes: nine answers in ten are good. */
export const statuses = table(200, (index) =>
  index < 164
    ? '200'
    : index < 172
      ? '304'
      : index < 180
        ? '302'
        : index < 192
          ? '404'
          : index < 195
            ? '403'
            : index < 199
              ? '502'
              : '500',
);

/** Seconds with six decimals, as the load balancers write what they add themselves: below a millisecond. */
export const overheads = table(512, () => (0.00002 + random() * random() * 0.0008).toFixed(6));

/** Seconds with six decimals, as a backend takes: mostly milliseconds, now and then seconds. */
export const latencies = table(1024, () => (0.0008 + random() ** 6 * 4).toFixed(6));

/** Bytes received, mostly of requests without a body, and bytes sent. */
export const received = table(512, (index) => `${index < 400 ? 0 : below(random, 4000)}`);
export const sent = table(1024, () => `${below(random, 90000)}`);

/** `000` to `999`: milliseconds, microseconds. */
export const thousandths = table(1000, (index) => `${index}`.padStart(3, '0'));

/** 24 and 32 hexadecimal digits, for trace identifiers. */
export const traces = table(4096, () => hex(24));
export const connections = table(4096, () => hex(32));
