import { expect } from 'chai';
import fc from 'fast-check';
import { redacted } from '../src/redact.ts';

const KEY = '-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIsecret\n-----END EC PRIVATE KEY-----';

describe('a text for the log', () => {
  for (const [text, bare] of [
    ['connect http://me:s3cret@host:80/path failed', 'connect http://***@host:80/path failed'],
    ['http://token@host', 'http://***@host'],
    ['tls://me:a@b@host:1, and s3://bucket/a@b', 'tls://***@host:1, and s3://bucket/a@b'],
    [
      'GET https://b.s3.amazonaws.com/k?X-Amz-Credential=AKIA%2F1&X-Amz-Date=1&X-Amz-Signature=abc0 failed',
      'GET https://b.s3.amazonaws.com/k?X-Amz-Credential=***&X-Amz-Date=1&X-Amz-Signature=*** failed',
    ],
    ['?x-amz-security-token=FwoG%3D"', '?x-amz-security-token=***"'],
    ['?AWSAccessKeyId=AKIA&Expires=1&Signature=vjby%3D', '?AWSAccessKeyId=***&Expires=1&Signature=***'],
    [`bad key ${KEY} here`, 'bad key *** EC PRIVATE KEY *** here'],
    [KEY.slice(0, 40), '*** EC PRIVATE KEY ***'],
    [
      's3://logs/AWSLogs/2026/a+b@c.log.gz: 10@20, a@b.example',
      's3://logs/AWSLogs/2026/a+b@c.log.gz: 10@20, a@b.example',
    ],
  ] as const) {
    it(`is ${JSON.stringify(bare)}`, () => expect(redacted(text)).to.equal(bare));
  }

  it('shows no password of any URL', () => {
    const word = fc.stringMatching(/^[\w.~!$&()*+,;=%-]{6,12}$/);
    fc.assert(
      fc.property(word, word, (user, password) => {
        const bare = redacted(`"https://${user}:${password}@example.org/a" twice: ftp://${user}:${password}@b`);
        expect(bare).to.equal('"https://***@example.org/a" twice: ftp://***@b');
      }),
    );
  });
});
