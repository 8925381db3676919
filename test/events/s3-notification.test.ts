import { expect } from 'chai';
import { contentsOf } from '../../src/events/read-event.ts';
import { problemsOf } from '../helpers/event-problems.ts';

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
      const { objects } = contentsOf({ Records: [record(encoded)] });
      expect(objects).to.deep.equal([{ bucket: 'logs', key, event: 'ObjectCreated:Put', size: 1 }]);
    });
  }

  it('of Ceph has keys that are not encoded', () => {
    const ceph = { ...record('my+100%.log'), eventSource: 'ceph:s3' };
    expect(contentsOf({ Records: [ceph] }).objects.map(({ key }) => key)).to.deep.equal(['my+100%.log']);
  });

  it('may have any number of records, and keeps their order', () => {
    const Records = Array.from({ length: 5 }, (_, i) => record(`${i}.log`));
    expect(contentsOf({ Records }).objects.map(({ key }) => key)).to.deep.equal([
      '0.log',
      '1.log',
      '2.log',
      '3.log',
      '4.log',
    ]);
    expect(contentsOf({ Records: [] }).objects).to.deep.equal([]);
  });

  it('about anything but a creation is passed over, by name', () => {
    const { objects, passedOver } = contentsOf({
      Records: [
        record('gone.log', 'ObjectRemoved:Delete'),
        record('new.log', 'ObjectCreated:CompleteMultipartUpload'),
        record('copy.log', 's3:ObjectCreated:Copy'),
        record('tagged.log', 'ObjectTagging:Put'),
      ],
    });
    expect(objects.map(({ key }) => key)).to.deep.equal(['new.log', 'copy.log']);
    expect(passedOver).to.deep.equal([
      { source: 's3://logs/gone.log', event: 'ObjectRemoved:Delete' },
      { source: 's3://logs/tagged.log', event: 'ObjectTagging:Put' },
    ]);
  });

  it('may be written by hand, with no more than bucket and key', () => {
    const Records = [{ s3: { bucket: { name: 'logs' }, object: { key: 'a.log' } } }];
    expect(contentsOf({ Records }).objects).to.have.length(1);
  });

  it('has all its problems told at once, by their place', () => {
    const problems = problemsOf({
      Records: [record('100%'), { s3: { bucket: { name: 7 }, object: {} } }, record('ok'), record('')],
    });
    const shape = 'object with eventSource, eventName, s3';
    expect(problems).to.deep.equal([
      `Records[0] is no S3 notification: s3.object.key is not URL-encoded; it is ${shape}`,
      'Records[1] is no S3 notification: s3.bucket.name is number, where string was expected; it is object with s3',
      'Records[1] is no S3 notification: s3.object.key is missing; it is object with s3',
      `Records[3] is no S3 notification: s3.object.key is empty; it is ${shape}`,
    ]);
  });
});
