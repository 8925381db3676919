import { expect } from 'chai';
import type { ObjectCheckpoint } from '../../src/checkpoint.ts';
import { messageOfContinuation } from '../../src/events/continuation.ts';
import { contentsOf } from '../../src/events/read-event.ts';
import { problemsOf } from '../helpers/event-problems.ts';

const checkpoint: ObjectCheckpoint = {
  ...{ bucket: 'logs', key: 'a b.log', etag: '"e"', offset: 1234, unit: 'bytes', encoding: 'gzip', attempt: 2 },
  ...{ format: 'cloudfront', header: '#Fields: date time' },
};
const notification = (key: string) => ({ s3: { bucket: { name: 'logs' }, object: { key } } });
const queued = (...bodies: readonly string[]) => ({
  Records: bodies.map((body, i) => ({ messageId: `${i}`, eventSource: 'aws:sqs', body })),
});

describe('a message of a queue', () => {
  it('may be the rest of an object', () => {
    const event = queued(messageOfContinuation({ checkpoint }));
    const rest = { bucket: 'logs', key: 'a b.log', event: 'continue', attempt: 2, checkpoint };
    expect(contentsOf(event)).to.deep.equal({ objects: [rest], passedOver: [] });
  });

  it('may be an object that was not begun', () => {
    const object = { bucket: 'logs', key: 'a b.log', attempt: 1 };
    const { objects } = contentsOf(queued(messageOfContinuation({ object })));
    expect(objects).to.deep.equal([{ ...object, event: 'continue' }]);
  });

  it('may be a notification, and several keep their order', () => {
    const { objects } = contentsOf(
      queued(
        JSON.stringify({ Records: [notification('one+1.log'), notification('two.log')] }),
        messageOfContinuation({ checkpoint }),
        JSON.stringify({ Event: 's3:TestEvent' }),
        JSON.stringify({ Records: [notification('three.log')] }),
      ),
    );
    expect(objects.map(({ key }) => key)).to.deep.equal(['one 1.log', 'two.log', 'a b.log', 'three.log']);
  });

  it('is written as it has to be read by later versions', () => {
    expect(JSON.parse(messageOfContinuation({ checkpoint }))).to.deep.equal({
      logflume: 'continue',
      version: 1,
      checkpoint,
    });
  });

  for (const [what, body] of [
    ['of a later version', { logflume: 'continue', version: 2, checkpoint }],
    ['of another kind', { logflume: 'replay', version: 1, checkpoint }],
    ['without its position', { logflume: 'continue', version: 1, checkpoint: { bucket: 'logs', key: 'a' } }],
    ['at no byte', { logflume: 'continue', version: 1, checkpoint: { ...checkpoint, offset: -1 } }],
    ['with more than is known', { logflume: 'continue', version: 1, checkpoint: { ...checkpoint, more: 1 } }],
    ['of a file', { logflume: 'continue', version: 1, checkpoint: { ...checkpoint, path: '/etc/passwd' } }],
  ] as const) {
    it(`is refused ${what}, with its shape and without its contents`, () => {
      const [problem, ...others] = problemsOf(queued(JSON.stringify(body)));
      expect(others).to.deep.equal([]);
      expect(problem)
        .to.match(
          /^Records\[0\]\.body says that it continues a run, and is not as this version writes it: it is object with/,
        )
        .and.not.contain('passwd');
    });
  }

  it('is refused where it is no JSON, or no event', () => {
    expect(problemsOf(queued('secret'))).to.deep.equal(['Records[0].body is no JSON']);
    expect(problemsOf(queued('{"a": "secret"}'))).to.deep.equal([
      'Records[0].body is no S3 notification: it is object with a',
    ]);
  });
});
