import { expect } from 'chai';
import { objectsIn } from '../src/events.ts';
import { problemsOf } from './helpers/event-problems.ts';

const record = (key: string, eventName = 'ObjectCreated:Put') => ({
  eventSource: 'aws:s3',
  eventName,
  s3: { bucket: { name: 'logs' }, object: { key, size: 1 } },
});

describe('an S3 notification', () => {
  for (const [encoded, key] of [
    ['a/b.log.gz', 'a/b.log.gz'],
    ['my+file.log', 'my file.log'],
    ['1%2B1.log', '1+1.log'],
    ['100%25.log', '100%.log'],
    ['z%C3%BCrich/%F0%9F%AA%B5.log', 'zürich/🪵.log'],
    ['a%20b+c', 'a b c'],
  ] as const) {
    it(`with the key ${encoded} is about ${key}`, () => {
      const { objects } = objectsIn({ Records: [record(encoded)] });
      expect(objects).to.deep.equal([{ bucket: 'logs', key, event: 'ObjectCreated:Put' }]);
    });
  }

  it('may have any number of records, and keeps their order', () => {
    const Records = Array.from({ length: 5 }, (_, i) => record(`${i}.log`));
    expect(objectsIn({ Records }).objects.map(({ key }) => key)).to.deep.equal([
      '0.log',
      '1.log',
      '2.log',
      '3.log',
      '4.log',
    ]);
    expect(objectsIn({ Records: [] }).objects).to.deep.equal([]);
  });

  it('about anything but a creation is passed over, by name', () => {
    const { objects, passedOver } = objectsIn({
      Records: [
        record('gone.log', 'ObjectRemoved:Delete'),
        record('new.log', 'ObjectCreated:CompleteMultipartUpload'),
        record('copy.log', 's3:ObjectCreated:Copy'),
        record('tagged.log', 'ObjectTagging:Put'),
      ],
    });
    expect(objects.map(({ key }) => key)).to.deep.equal(['new.log', 'copy.log']);
    expect(passedOver.map(({ key, event }) => `${key} ${event}`)).to.deep.equal([
      'gone.log ObjectRemoved:Delete',
      'tagged.log ObjectTagging:Put',
    ]);
  });

  it('may be written by hand, with no more than bucket and key', () => {
    const Records = [{ s3: { bucket: { name: 'logs' }, object: { key: 'a.log' } } }];
    expect(objectsIn({ Records }).objects).to.have.length(1);
  });

  it('has all its problems told at once, by their place', () => {
    const problems = problemsOf({
      Records: [record('100%'), { s3: { bucket: { name: 7 }, object: {} } }, record('ok'), record('')],
    });
    const shape = 'object with Records, where Records[0] has eventSource, eventName, s3';
    expect(problems).to.deep.equal([
      `the event is no S3 notification: Records[0].s3.object.key is not URL-encoded; it is ${shape}`,
      `the event is no S3 notification: Records[1].s3.bucket.name is number, where string was expected; it is ${shape}`,
      `the event is no S3 notification: Records[1].s3.object.key is missing; it is ${shape}`,
      `the event is no S3 notification: Records[3].s3.object.key is empty; it is ${shape}`,
    ]);
  });
});

describe('another event', () => {
  it('that S3 sends as a test is nothing to do', () => {
    const event = { Service: 'Amazon S3', Event: 's3:TestEvent', Time: '2026-03-14T09:00:00.000Z', Bucket: 'logs' };
    expect(objectsIn(event)).to.deep.equal({ objects: [], passedOver: [] });
  });

  it('is refused with its shape and without its contents', () => {
    const [problem, ...others] = problemsOf({ password: 'secret', body: { token: 'secret' } });
    expect(others).to.deep.equal([]);
    expect(problem).to.equal('the event is no S3 notification: it is object with password, body');
  });

  for (const [event, shape] of [
    [undefined, 'undefined'],
    [null, 'null'],
    ['secret', 'string'],
    [[record('a')], 'array'],
    [{}, 'object with nothing in it'],
  ] as const) {
    it(`that is ${shape} is refused`, () => {
      expect(problemsOf(event)).to.deep.equal([`the event is no S3 notification: it is ${shape}`]);
    });
  }
});
