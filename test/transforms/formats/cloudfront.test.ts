import { expect } from 'chai';
import { cloudfront } from '../../../transforms/formats/cloudfront.ts';
import { CLOUDFRONT_HEADER, CLOUDFRONT_LINE, tabbed } from '../../helpers/aws-lines.ts';
import { cut, parsed, recordOf, times } from '../../helpers/formats.ts';

const line = tabbed(CLOUDFRONT_LINE);
const record = {
  date: '2019-12-04',
  time: '21:02:31',
  x_edge_location: 'LAX1',
  sc_bytes: 392,
  c_ip: '192.0.2.100',
  cs_method: 'GET',
  cs_host: 'd111111abcdef8.cloudfront.net',
  cs_uri_stem: '/index.html',
  sc_status: 200,
  cs_user_agent: 'Mozilla/5.0%20(Windows%20NT%2010.0;%20Win64;%20x64)',
  x_edge_result_type: 'Hit',
  x_edge_request_id: 'SOX4xwn4XV6Q4rgb7XiVGOHms_BGlTAC4KyHmureZmBNrjGdRLiNIQ==',
  x_host_header: 'd111111abcdef8.cloudfront.net',
  cs_protocol: 'https',
  cs_bytes: 23,
  time_taken: 0.001,
  ssl_protocol: 'TLSv1.2',
  ssl_cipher: 'ECDHE-RSA-AES128-GCM-SHA256',
  x_edge_response_result_type: 'Hit',
  cs_protocol_version: 'HTTP/2.0',
  c_port: 11040,
  time_to_first_byte: 0.001,
  x_edge_detailed_result_type: 'Hit',
  sc_content_type: 'text/html',
  sc_content_len: 78,
};

describe('cloudfront', () => {
  it('reads a documented file', async () => {
    const { records, rejects } = await parsed(cloudfront, `${CLOUDFRONT_HEADER}\n${line}\n`);
    expect({ records, rejects }).to.deep.equal({ records: [record], rejects: [] });
  });

  it('reads a file without its header', async () => {
    expect(await recordOf(cloudfront, line)).to.deep.equal(record);
    expect(await recordOf(cloudfront, cut(line, 23, '\t'))).to.include({ x_edge_response_result_type: 'Hit' });
    expect((await parsed(cloudfront, cut(line, 22, '\t'))).rejects).to.deep.equal(['too_few_fields']);
    expect(await recordOf(cloudfront, `${line}\tnew\t-`)).to.deep.include({ extra: ['new', '-'] });
  });

  it('makes one ISO 8601 time of its two columns', async () => {
    const expected = ['2019-12-04T21:02:31Z'];
    expect(await times(cloudfront, line)).to.deep.equal(expected);
    expect(await times(cloudfront, `${CLOUDFRONT_HEADER}\n${line}`)).to.deep.equal(expected);
  });

  it('takes the names and their order from `#Fields`', async () => {
    const text =
      '#Version: 1.0\n#Fields: time date cs(X-New Header) timestamp(ms) sc-status\n21:02:31\t2019-12-04\ta\tb\t5\t000';
    const { records } = await parsed(cloudfront, text.replace('X-New Header', 'X-New-Header'));
    expect(records).to.deep.equal([
      { time: '21:02:31', date: '2019-12-04', cs_x_new_header: 'a', timestamp_ms: 'b', sc_status: 5, extra: ['000'] },
    ]);
  });

  it('takes names with tabs between them, and a header with CRLF', async () => {
    const { records } = await parsed(cloudfront, '#Fields:\tdate\ttime\tc-ip\r\n2019-12-04\t21:02:31\t::1\r\n');
    expect(records).to.deep.equal([{ date: '2019-12-04', time: '21:02:31', c_ip: '::1' }]);
  });

  it('passes over the headers of files that were joined', async () => {
    const file = `${CLOUDFRONT_HEADER}\n${line}\n`;
    const { records, rejects } = await parsed(cloudfront, file + file);
    expect([records.length, rejects]).to.deep.equal([2, []]);
  });

  it('keeps a status of 000, and values as they are encoded', async () => {
    const odd = line.replace('\t200\t', '\t000\t').replace('/index.html', '/a%20b%2522?%C3%A9');
    expect(await recordOf(cloudfront, odd)).to.include({ sc_status: '000', cs_uri_stem: '/a%20b%2522?%C3%A9' });
  });
});
