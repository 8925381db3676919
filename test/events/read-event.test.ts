import { expect } from 'chai';
import fc from 'fast-check';
import { messageOfContinuation } from '../../src/events/continuation.ts';
import { contentsOf } from '../../src/events/read-event.ts';
import { eventBridgeEvent, notification, s3TestEvent, snsEnvelope, snsEvent, sqsEvent } from '../helpers/aws-events.ts';
import { problemsOf } from '../helpers/event-problems.ts';

const KEY = 'my file+100% ü.log';
const put = { bucket: 'logs', key: KEY, event: 'ObjectCreated:Put', size: 1024 };
const created = { bucket: 'logs', key: KEY, event: 'Object Created', size: 5 };
const manual = { bucket: 'logs', key: KEY, event: 'manual' };

describe('an event', () => {
  for (const [what, event, object] of [
    ['of S3', notification(KEY), put],
    ['of S3 through SNS', snsEvent(notification(KEY)), put],
    ['of S3 through SQS', sqsEvent(notification(KEY)), put],
    ['of S3 through SNS and SQS', sqsEvent(snsEnvelope(notification(KEY))), put],
    ['of EventBridge', eventBridgeEvent(KEY), created],
    ['of EventBridge through SNS', snsEvent(eventBridgeEvent(KEY)), created],
    ['of EventBridge through SQS', sqsEvent(eventBridgeEvent(KEY)), created],
    ['of EventBridge through SNS and SQS', sqsEvent(snsEnvelope(eventBridgeEvent(KEY))), created],
    ['written by hand', { bucket: 'logs', key: KEY }, manual],
    ['written by hand into a queue', sqsEvent({ bucket: 'logs', key: KEY }), manual],
  ] as const) {
    it(`${what} names its object`, () => {
      expect(contentsOf(event)).to.deep.equal({ objects: [object], passedOver: [] });
    });
  }

  for (const [how, event] of [
    ['by itself', s3TestEvent],
    ['through SNS', snsEvent(s3TestEvent)],
    ['through SQS', sqsEvent(s3TestEvent)],
    ['through SNS and SQS', sqsEvent(snsEnvelope(s3TestEvent))],
  ] as const) {
    it(`that S3 sends as a test is nothing to do, ${how}`, () => {
      expect(contentsOf(event)).to.deep.equal({ objects: [], passedOver: [] });
    });
  }

  it('may hold events of all kinds, which keep their order', () => {
    const event = sqsEvent(
      notification('1.log'),
      snsEnvelope(eventBridgeEvent('2+.log')),
      s3TestEvent,
      messageOfContinuation({ object: { bucket: 'logs', key: '3.log', attempt: 1 } }),
      { bucket: 'logs', key: '4%2B.log' },
    );
    expect(contentsOf(event).objects.map(({ key }) => key)).to.deep.equal(['1.log', '2+.log', '3.log', '4%2B.log']);
  });

  it('is about the same objects, however its parts are wrapped', () => {
    const keys = fc.array(fc.string({ unit: 'grapheme', minLength: 1 }), { minLength: 1, maxLength: 3 });
    const kinds = [notification, eventBridgeEvent, (key: string) => ({ bucket: 'logs', key })];
    const wraps = [snsEvent, sqsEvent, snsEnvelope];
    const wrapping = fc.array(fc.constantFrom(...wraps), { maxLength: 4 });
    fc.assert(
      fc.property(
        keys,
        fc.constantFrom(...kinds),
        wrapping,
        fc.constantFrom(snsEvent, sqsEvent),
        (all, kind, by, outer) => {
          const wrapped = all.map((key) => by.reduce<unknown>((event, wrap) => wrap(event), kind(key)));
          const { objects, passedOver } = contentsOf(outer(...wrapped));
          expect(objects.map(({ bucket, key }) => [bucket, key])).to.deep.equal(all.map((key) => ['logs', key]));
          expect(passedOver).to.deep.equal([]);
        },
      ),
    );
  });

  it('is refused with its shape and without its contents', () => {
    expect(problemsOf({ password: 'secret', body: { token: 'secret' } })).to.deep.equal([
      'the event is no S3 notification: it is object with password, body',
    ]);
  });

  for (const [event, shape] of [
    [undefined, 'undefined'],
    [null, 'null'],
    ['secret', 'string'],
    [notification('a').Records, 'array'],
    [{}, 'object with nothing in it'],
    [{ Records: 'secret' }, 'object with Records'],
    [{ bucket: 'secret' }, 'object with bucket'],
  ] as const) {
    it(`that is ${shape} is refused`, () => {
      expect(problemsOf(event)).to.deep.equal([`the event is no S3 notification: it is ${shape}`]);
    });
  }

  it('has all its problems told at once, by their place in it', () => {
    const event = snsEvent(
      notification('a.log'),
      'secret',
      { Records: [{ s3: { bucket: { name: 'logs' }, object: {} } }, { Sns: 'secret' }] },
      sqsEvent(snsEnvelope({ token: 'secret' })),
      { bucket: 'logs', key: '' },
    );
    const at = (i: number) => `Records[${i}].Sns.Message`;
    expect(problemsOf(event)).to.deep.equal([
      `${at(1)} is no JSON`,
      `${at(2)}.Records[0] is no S3 notification: s3.object.key is missing; it is object with s3`,
      `${at(2)}.Records[1] is no S3 notification: it is object with Sns`,
      `${at(3)}.Records[0].body.Message is no S3 notification: it is object with token`,
      `${at(4)} is no S3 notification: key is empty; it is object with bucket, key`,
    ]);
  });

  it('is refused where it is wrapped more often than anybody does', () => {
    const wrapped = Array.from({ length: 9 }).reduce<unknown>((event) => snsEnvelope(event), { bucket: 'b', key: 'k' });
    const [problem] = problemsOf(wrapped);
    expect(problem).to.match(/^Message(\.Message){8} is wrapped more than 8 times$/);
  });
});

describe('an event of EventBridge', () => {
  it('about anything but a creation is passed over, by name', () => {
    expect(contentsOf(eventBridgeEvent('a+b.log', 'Object Deleted'))).to.deep.equal({
      objects: [],
      passedOver: [{ source: 's3://logs/a+b.log', event: 'Object Deleted' }],
    });
  });

  it('that names no object is passed over too', () => {
    const call = {
      'detail-type': 'AWS API Call via CloudTrail',
      source: 'aws.s3',
      detail: { eventName: 'ListBuckets' },
    };
    expect(contentsOf(call).passedOver).to.deep.equal([{ source: 'aws.s3', event: 'AWS API Call via CloudTrail' }]);
  });

  it('of another service is refused', () => {
    const scheduled = { 'detail-type': 'Scheduled Event', source: 'aws.events', detail: {} };
    expect(problemsOf(scheduled)).to.deep.equal([
      'the event is no S3 notification: it is object with detail-type, source, detail',
    ]);
  });

  it('without its object is refused, with what is missing', () => {
    const event = { 'detail-type': 'Object Created', source: 'aws.s3', detail: { bucket: { name: 'logs' } } };
    expect(problemsOf(event)).to.deep.equal([
      'the event is no S3 notification: detail.object is missing; it is object with detail-type, source, detail',
    ]);
  });
});
