import { expect } from 'chai';
import type { ObjectCheckpoint } from '../../src/checkpoint.ts';
import type { EventObject } from '../../src/events/contents.ts';
import { leaveAll, leaveRest } from '../../src/lambda/left-over.ts';
import type { Summary } from '../../src/summary.ts';
import { Tally } from '../../src/tally.ts';

const checkpoint: ObjectCheckpoint = {
  ...{ bucket: 'logs', key: 'a.log', etag: '"e"', offset: 1234, unit: 'bytes', encoding: 'gzip', attempt: 2 },
};
const object: EventObject = { bucket: 'logs', key: 'a.log', event: 'continue', attempt: 2, checkpoint };
const summary = (more: Partial<Summary> = {}): Summary => ({
  ...new Tally().summary('s3://logs/a.log', 'stopped'),
  ...more,
});

describe('what is left of an object', () => {
  let messages: unknown[];
  const keep = (message: string): Promise<void> => Promise.resolve(void messages.push(JSON.parse(message)));
  beforeEach(() => (messages = []));
  const head = { logflume: 'continue', version: 1 };

  it('goes on from the checkpoint of the summary', async () => {
    const further = { ...checkpoint, offset: 5678, attempt: 3 };
    const stopped = { object, summary: summary({ checkpoint: further }), first: true };
    expect(await leaveRest(stopped, keep)).to.equal(undefined);
    expect(messages).to.deep.equal([{ ...head, checkpoint: further }]);
  });

  it('is left as it was where it came no further and was not the first of its invocation', async () => {
    const stopped = { object, summary: summary({ checkpoint: { ...checkpoint, attempt: 3 } }), first: false };
    expect(await leaveRest(stopped, keep)).to.equal(undefined);
    expect(messages).to.deep.equal([{ ...head, checkpoint }]);
  });

  it('is not left where it came no further and had all of the time', async () => {
    for (const known of [{ checkpoint: { ...checkpoint, attempt: 3 } }, {}]) {
      const error = await leaveRest({ object, summary: summary(known), first: true }, keep);
      expect(error).to.include({ code: 'ERR_NO_PROGRESS', retryable: false });
      expect(error?.message).to.contain('1,234');
    }
    expect(messages).to.deep.equal([]);
  });

  it('is not left where bytes were read and nobody knows positions', async () => {
    const bytes = { read: 10, decompressed: 10, sent: 0 };
    const fresh: EventObject = { bucket: 'logs', key: 'a.log', event: 'ObjectCreated:Put' };
    const error = await leaveRest({ object: fresh, summary: summary({ bytes }), first: true }, keep);
    expect(error).to.include({ code: 'ERR_DEADLINE' });
    expect(error?.message).to.contain('no positions to go on from');
    expect(messages).to.deep.equal([]);
  });

  it('keeps its checkpoint where it was not begun', async () => {
    expect(await leaveAll(object, keep)).to.equal(undefined);
    expect(messages).to.deep.equal([{ ...head, checkpoint }]);
  });
});
