import { expect } from 'chai';
import { clf } from '../../../transforms/formats/clf.ts';
import { combined } from '../../../transforms/formats/combined.ts';
import { CLF_LINE, COMBINED_LINE } from '../../helpers/aws-lines.ts';
import { parsed, recordOf, times } from '../../helpers/formats.ts';

const common = {
  remote_host: '127.0.0.1',
  remote_user: 'frank',
  time: '10/Oct/2000:13:55:36 -0700',
  request_method: 'GET',
  request_uri: '/apache_pb.gif',
  request_protocol: 'HTTP/1.0',
  status: 200,
  bytes: 2326,
};
const both = {
  ...common,
  referer: 'http://www.example.com/start.html',
  user_agent: 'Mozilla/4.08 [en] (Win98; I ;Nav)',
};

describe('clf and combined', () => {
  it('read the lines in the documentation of Apache', async () => {
    expect(await recordOf(clf, CLF_LINE)).to.deep.equal(common);
    expect(await recordOf(combined, COMBINED_LINE)).to.deep.equal(both);
  });

  it('read the same behind a virtual host', async () => {
    const virtual_host = 'www.example.com:443';
    expect(await recordOf(clf, `${virtual_host} ${CLF_LINE}`)).to.deep.equal({ virtual_host, ...common });
    expect(await recordOf(combined, `${virtual_host} ${COMBINED_LINE}`)).to.deep.equal({ virtual_host, ...both });
  });

  it('make ISO 8601 of their time', async () => {
    const expected = ['2000-10-10T20:55:36.000Z'];
    for (const text of [COMBINED_LINE, `www.example.com ${COMBINED_LINE}`]) {
      expect(await times(combined, text)).to.deep.equal(expected);
    }
    expect(await times(clf, CLF_LINE)).to.deep.equal(expected);
  });

  it('keep what a server adds', async () => {
    expect(await recordOf(combined, `${COMBINED_LINE} "-" "a b"`)).to.deep.equal({ ...both, extra: ['-', 'a b'] });
  });

  const requests: readonly (readonly [string, object])[] = [
    ['""', { request: '' }],
    ['"-"', {}],
    ['-', {}],
    ['"GET /"', { request_method: 'GET', request_uri: '/' }],
    ['"GET /a b HTTP/1.1"', { request_method: 'GET', request_uri: '/a b', request_protocol: 'HTTP/1.1' }],
    ['"quit"', { request: 'quit' }],
    ['"\\x16\\x03\\x01\\x02"', { request: '\\x16\\x03\\x01\\x02' }],
    [
      '"GET /?q=\\"x y\\" HTTP/1.1"',
      { request_method: 'GET', request_uri: '/?q=\\"x y\\"', request_protocol: 'HTTP/1.1' },
    ],
    ['"\u0016\u0003\u0001"', { request: '\u0016\u0003\u0001' }],
    ['"GET /ä HTTP/1.1"', { request_method: 'GET', request_uri: '/ä', request_protocol: 'HTTP/1.1' }],
    ['"GET /\\\\" HTTP/1.1"', { request_method: 'GET', request_uri: '/\\\\"', request_protocol: 'HTTP/1.1' }],
  ];
  const rest = Object.fromEntries(Object.entries(both).filter(([name]) => !name.startsWith('request_')));
  for (const [request, expected] of requests) {
    it(`read the request ${JSON.stringify(request)}`, async () => {
      const line = COMBINED_LINE.replace('"GET /apache_pb.gif HTTP/1.0"', () => request);
      expect(await recordOf(combined, line)).to.deep.equal({ ...rest, ...expected });
    });
  }

  it('turn bytes that are not UTF-8 into U+FFFD, and read on', async () => {
    const line = Buffer.from(`${COMBINED_LINE.replace('GET', '\u00ff\u00fe GET')}\n${COMBINED_LINE}`, 'latin1');
    const { records } = await parsed(combined, line);
    expect(records.map((record) => record.request_method)).to.deep.equal(['\ufffd\ufffd', 'GET']);
  });

  it('count a hyphen for no bytes, and a host in brackets', async () => {
    const line = CLF_LINE.replace(' 2326', ' -').replace('127.0.0.1', '[2001:db8::1]');
    const expected = Object.fromEntries(Object.entries(common).filter(([name]) => name !== 'bytes'));
    expect(await recordOf(clf, line)).to.deep.equal({ ...expected, remote_host: '2001:db8::1' });
  });

  it('move the cells behind a user with a space, of this line alone', async () => {
    const { records, rejects } = await parsed(clf, `${CLF_LINE.replace('frank', 'frank b')}\n${CLF_LINE}`);
    expect(rejects).to.deep.equal([]);
    expect(records[0]).to.deep.include({ remote_user: 'frank', time: 'b', bytes: 200, extra: ['2326'] });
    expect(records[1]).to.deep.equal(common);
  });

  it('reject a line that is cut off, and nothing but it', async () => {
    const { records, rejects } = await parsed(combined, `${COMBINED_LINE.slice(0, -9)}\n${CLF_LINE}\n${COMBINED_LINE}`);
    expect(rejects).to.deep.equal(['unbalanced_quote', 'too_few_fields']);
    expect(records).to.deep.equal([both]);
  });
});
