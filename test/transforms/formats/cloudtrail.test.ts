import { expect } from 'chai';
import { gzipSync } from 'node:zlib';
import { defaultFlow } from '../../../src/forward.ts';
import { flow } from '../../../src/flow.ts';
import { memory } from '../../../sinks/memory.ts';
import { derive, eventId, filter, gunzip, omit, timestamp } from '../../../transforms/index.ts';
import { cloudtrail } from '../../../transforms/formats/cloudtrail.ts';
import { read } from '../../../transforms/read.ts';
import { bytes } from '../../helpers/runs.ts';

/** After the examples of AWS's user guide. */
const started = {
  eventVersion: '1.0',
  userIdentity: {
    type: 'IAMUser',
    principalId: 'EX_PRINCIPAL_ID',
    arn: 'arn:aws:iam::123456789012:user/Alice',
    accessKeyId: 'EXAMPLE_KEY_ID',
    accountId: '123456789012',
    userName: 'Alice',
  },
  eventTime: '2014-03-06T21:22:54Z',
  eventSource: 'ec2.amazonaws.com',
  eventName: 'StartInstances',
  awsRegion: 'us-east-2',
  sourceIPAddress: '205.251.233.176',
  userAgent: 'ec2-api-tools 1.6.12.2',
  requestParameters: { instancesSet: { items: [{ instanceId: 'i-ebeaf9e2' }] } },
  responseElements: {
    instancesSet: {
      items: [
        {
          instanceId: 'i-ebeaf9e2',
          currentState: { code: 0, name: 'pending' },
          previousState: { code: 80, name: 'stopped' },
        },
      ],
    },
  },
};
const refused = {
  eventVersion: '1.04',
  userIdentity: { type: 'IAMUser', userName: 'Alice' },
  eventTime: '2016-07-14T19:15:45Z',
  eventSource: 'cloudtrail.amazonaws.com',
  eventName: 'UpdateTrail',
  errorCode: 'TrailNotFoundException',
  errorMessage: 'Unknown trail: myTrail2 for the user: 123456789012',
  requestParameters: { name: 'myTrail2' },
  responseElements: null,
};
const document = JSON.stringify({ Records: [started, refused] });

describe('cloudtrail', () => {
  it('gives each record, its time as `@timestamp` and its place as the end of its id', async () => {
    const sink = memory();
    const summary = await flow(gunzip(), read(cloudtrail), timestamp(), eventId('id'))
      .to(sink)
      .run(bytes([gzipSync(document)]));
    const [first, second] = sink.records as Record<string, unknown>[];
    const { eventTime, ...rest } = started;
    expect(first).to.deep.include({ ...rest, '@timestamp': eventTime });
    expect(first?.id).to.match(/-0$/);
    expect(second).to.deep.include({ '@timestamp': refused.eventTime, errorCode: refused.errorCode });
    expect(second?.id).to.match(/-1$/);
    expect(summary).to.include({ format: 'cloudtrail' });
    expect(summary.lines).to.include({ encountered: 2, sent: 2 });
  });

  it('has ids that do not depend on how the bytes came', async () => {
    const ids = async (chunks: readonly string[]): Promise<readonly unknown[]> => {
      const sink = memory();
      await defaultFlow({ format: cloudtrail, eventId: 'id' }).to(sink).run(bytes(chunks));
      return (sink.records as { id: string }[]).map(({ id }) => id);
    };
    expect(await ids(document.split(''))).to.deep.equal(await ids([document]));
  });

  it('is typed, through the stages of a flow', async () => {
    const sink = memory();
    await flow(
      read(cloudtrail),
      filter(({ errorCode, userIdentity }) => errorCode !== undefined && userIdentity?.userName === 'Alice'),
      derive({ 'user.name': ({ userIdentity }) => userIdentity?.userName }),
      omit('userIdentity', 'requestParameters', 'responseElements', 'errorMessage', 'eventVersion'),
    )
      .to(sink)
      .run(bytes([document]));
    expect(sink.records).to.deep.equal([
      {
        eventTime: refused.eventTime,
        eventSource: refused.eventSource,
        eventName: refused.eventName,
        errorCode: refused.errorCode,
        user: { name: 'Alice' },
      },
    ]);
  });

  it('ships what a stage rejects of it as JSON', async () => {
    const sink = memory();
    const picky = filter(() => {
      throw new Error('no');
    });
    await flow(read(cloudtrail), picky)
      .to(sink)
      .run(bytes([JSON.stringify({ Records: [refused] })]));
    expect(sink.records).to.deep.equal([
      { message: JSON.stringify(refused), tags: ['_transformfailure'], error: 'no' },
    ]);
  });
});
