import { Duration, type Stack } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { expect } from 'chai';
import type { LogShipperProps, Settings } from '../lib/index.ts';
import { stackWith } from './synth.ts';

type Props = Partial<LogShipperProps>;
const theirs = (stack: Stack) => Bucket.fromBucketName(stack, 'Theirs', 'their-logs');
const misspelt: Settings = JSON.parse('{"conections": 2}') as Settings;

describe('props that are wrong', () => {
  for (const [problem, props] of [
    ['`environment`: must be letters, digits, - and _, not "pro duction"', () => ({ environment: 'pro duction' })],
    ['`component`: must be letters, digits, - and _, not ""', () => ({ component: '' })],
    ['is longer than 64 characters', () => ({ component: 'x'.repeat(60) })],
    ['`to`: must be tcp://host:port or tls://host:port', () => ({ to: 'logs.internal:5170' })],
    ['not "http://logs.internal:5170"', () => ({ to: 'http://logs.internal:5170' })],
    ['not "tcp://logs.internal"', () => ({ to: 'tcp://logs.internal' })],
    ['not "tcp://logs.internal:0"', () => ({ to: 'tcp://logs.internal:0' })],
    ['not "tcp://***@logs.internal:5170"', () => ({ to: 'tcp://me:secret@logs.internal:5170' })],
    ['not "tcp://logs.internal:5170/path"', () => ({ to: 'tcp://logs.internal:5170/path' })],
    ['`settings.conections`: there is no such setting', () => ({ settings: misspelt })],
    ['`settings.connections`: must be a whole number, not 1.5', () => ({ settings: { connections: 1.5 } })],
    ['`settings.rejects`: dead-letter needs a place', () => ({ settings: { rejects: 'dead-letter' } })],
    [
      '`timeout`: must be at least twice `settings.closeTimeoutMs` (30000), not 59 s',
      () => ({ timeout: Duration.seconds(59) }),
    ],
    ['`source.notifications`: is of a bucket that exists', () => ({ source: { notifications: 's3' } })],
    ['`source.bucketName`: must be given', () => ({ component: 'x'.repeat(45) })],
    ['`source.bucketName`: is of a new bucket', (stack) => ({ source: { bucket: theirs(stack), bucketName: 'a' } })],
    ['more than 10 messages (11) need a `queue.batchWindow`', () => ({ queue: { batchSize: 11 } })],
    ['`alarms.quietFor`: must be whole minutes up to a day', () => ({ alarms: { quietFor: Duration.days(2) } })],
  ] as readonly (readonly [string, (stack: Stack) => Props])[]) {
    it(`are refused before anything is deployed: ${problem}`, () => {
      expect(() => stackWith(props))
        .to.throw(`LogShipper Logs/Shop:\n`)
        .with.property('message')
        .that.contains(problem);
    });
  }

  it('are told all at once', () => {
    const call = (): Stack => stackWith(() => ({ to: '', settings: { connections: -1 }, queue: { batchSize: 20 } }));
    expect(call).to.throw(/`to`: .*\n`settings\.connections`: .*\n`queue\.batchSize`: /);
  });
});
