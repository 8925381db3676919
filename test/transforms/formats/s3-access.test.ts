import { expect } from 'chai';
import { s3Access } from '../../../transforms/formats/s3-access.ts';
import { S3_LINE } from '../../helpers/aws-lines.ts';
import { cut, parsed, recordOf, times } from '../../helpers/formats.ts';

describe('s3-access', () => {
  it('reads a documented line, under the names of the Athena table', async () => {
    const owner = '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be';
    expect(await recordOf(s3Access, S3_LINE)).to.deep.equal({
      bucketowner: owner,
      bucket_name: 'amzn-s3-demo-bucket1',
      requestdatetime: '06/Feb/2019:00:00:38 +0000',
      remoteip: '192.0.2.3',
      requester: owner,
      requestid: '3E57427F3EXAMPLE',
      operation: 'REST.GET.VERSIONING',
      request_uri: 'GET /amzn-s3-demo-bucket1?versioning HTTP/1.1',
      httpstatus: 200,
      bytessent: 113,
      totaltime: 7,
      useragent: 'S3Console/0.4',
      hostid: 's9lzHYrFp76ZVxRcpX9+5cjAnEH2ROuNkd2BHfIa6UkFVdtjf5mKR3/eTPFvsiP/XV/VLi31234=',
      sigv: 'SigV4',
      ciphersuite: 'ECDHE-RSA-AES128-GCM-SHA256',
      authtype: 'AuthHeader',
      endpoint: 'amzn-s3-demo-bucket1.s3.us-west-1.amazonaws.com',
      tlsversion: 'TLSV1.2',
      accesspointarn: 'arn:aws:s3:us-west-1:123456789012:accesspoint/example-AP',
      aclrequired: 'Yes',
    });
  });

  it('makes ISO 8601 of its time', async () => {
    expect(await times(s3Access, S3_LINE)).to.deep.equal(['2019-02-06T00:00:38.000Z']);
    const zoned = S3_LINE.replace('+0000', '-0730');
    expect(await times(s3Access, zoned)).to.deep.equal(['2019-02-06T07:30:38.000Z']);
  });

  it('reads every width that AWS has written, and whatever it adds', async () => {
    const widths = [18, 23, 24, 25, 26];
    const { records, rejects } = await parsed(s3Access, widths.map((width) => cut(S3_LINE, width)).join('\n'));
    expect([records.length, rejects]).to.deep.equal([5, []]);
    expect(await recordOf(s3Access, `${S3_LINE} us-east-1 "a b"`)).to.deep.include({ extra: ['us-east-1', 'a b'] });
    expect((await parsed(s3Access, cut(S3_LINE, 17))).rejects).to.deep.equal(['too_few_fields']);
  });

  const row = (changes: readonly (readonly [string, string])[]): string =>
    changes.reduce((line, [from, to]) => line.replace(from, to), S3_LINE);
  const uri = '"GET /amzn-s3-demo-bucket1?versioning HTTP/1.1"';
  const nasty: readonly (readonly [string, string, object])[] = [
    ['a bare hyphen for the request', row([[uri, '-']]), { httpstatus: 200, operation: 'REST.GET.VERSIONING' }],
    ['no request in quotes', row([[uri, '"-"']]), { httpstatus: 200 }],
    ['an empty request', row([[uri, '""']]), { request_uri: '', httpstatus: 200 }],
    ['quotes in the user agent', row([['S3Console/0.4', 'a \\"b\\" c']]), { useragent: 'a \\"b\\" c', sigv: 'SigV4' }],
    ['a bracket in the user agent', row([['S3Console/0.4', '[en] ]']]), { useragent: '[en] ]', sigv: 'SigV4' }],
    ['an encoded key', row([['VERSIONING - ', 'OBJECT a%2520b%255B1%255D ']]), { key: 'a%2520b%255B1%255D' }],
    ['an address of version 6', row([['192.0.2.3', '2001:db8::1']]), { remoteip: '2001:db8::1' }],
    ['a size beyond what a double holds', row([[' 113 ', ' 18446744073709551615 ']]), { httpstatus: 200 }],
  ];
  for (const [title, line, expected] of nasty) {
    it(`reads a row with ${title}`, async () => {
      expect(await recordOf(s3Access, line)).to.deep.include({ ...expected, aclrequired: 'Yes' });
    });
  }

  it('rejects a row whose bracket or quote stays open, and nothing but it', async () => {
    const open = [S3_LINE.replace('+0000]', '+0000'), S3_LINE.replace('S3Console/0.4"', 'S3Console/0.4')];
    const { records, rejects } = await parsed(s3Access, [...open, S3_LINE].join('\n'));
    expect(rejects).to.deep.equal(['unbalanced_quote', 'unbalanced_quote']);
    expect(records).to.have.length(1);
  });
});
