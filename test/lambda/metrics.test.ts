import { expect } from 'chai';
import * as v from 'valibot';
import { defaultFlow } from '../../src/forward.ts';
import { createHandler, type HandlerOptions } from '../../src/lambda.ts';
import { metrics, metricsLine } from '../../src/lambda/metrics.ts';
import { Tally } from '../../src/tally.ts';
import type { Summary } from '../../src/summary.ts';
import { memory } from '../../src/testing/index.ts';
import { notification, sqsEvent } from '../helpers/aws-events.ts';
import { letterBox } from '../helpers/letter-box.ts';
import { elbLines, sinkOf } from '../helpers/runs.ts';
import { startS3, type EmbeddedS3 } from '../helpers/s3.ts';

const name = (most: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(most));
const units = [
  ...['Seconds', 'Microseconds', 'Milliseconds', 'Bytes', 'Kilobytes', 'Megabytes', 'Gigabytes', 'Terabytes', 'Bits'],
  ...['Kilobits', 'Megabits', 'Gigabits', 'Terabits', 'Percent', 'Count', 'Bytes/Second', 'Kilobytes/Second'],
  ...['Megabytes/Second', 'Gigabytes/Second', 'Terabytes/Second', 'Bits/Second', 'Kilobits/Second', 'Megabits/Second'],
  ...['Gigabits/Second', 'Terabits/Second', 'Count/Second', 'None'],
];
/**
 * The JSON schema at the end of
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html, and its
 * rules that a schema cannot say: at most 100 metrics, and a member of the root for each metric and each dimension.
 */
const directive = v.strictObject({
  Namespace: name(1024),
  Dimensions: v.pipe(v.array(v.pipe(v.array(name(250)), v.maxLength(30))), v.minLength(1)),
  Metrics: v.pipe(
    v.array(
      v.strictObject({
        Name: name(1024),
        Unit: v.optional(v.picklist(units)),
        StorageResolution: v.optional(v.picklist([1, 60])),
      }),
    ),
    v.maxLength(100),
  ),
});
const embedded = v.looseObject({
  _aws: v.looseObject({ Timestamp: v.pipe(v.number(), v.safeInteger()), CloudWatchMetrics: v.array(directive) }),
});

/** The metrics in a line, by their names; fails where CloudWatch would not take it. */
function metricsIn(line: string): Record<string, number> {
  const root = v.parse(embedded, JSON.parse(line));
  expect(line.indexOf('\n')).to.equal(line.length - 1);
  const [found] = root._aws.CloudWatchMetrics;
  for (const dimension of found?.Dimensions.flat() ?? []) expect(root[dimension]).to.be.a('string').and.not.equal('');
  return Object.fromEntries(
    (found?.Metrics ?? []).map(({ Name }) => [Name, v.parse(v.pipe(v.number(), v.finite()), root[Name])]),
  );
}

const none: Summary = new Tally().summary('s3://logs/a.log', 'completed');

describe('the metrics of an invocation', () => {
  let s3: EmbeddedS3;
  let logged: string[];
  before(async () => {
    s3 = await startS3();
    await s3.putObject('logs', 'good.log', elbLines(3));
    await s3.putObject('logs', 'mixed.log', Buffer.concat([elbLines(2), Buffer.from('no such line\n')]));
  });
  after(() => s3.close());
  beforeEach(() => (logged = []));

  const shipping = (options: HandlerOptions, to = memory()) => {
    const given = { client: s3.client, log: (line: string) => logged.push(line), metrics: { functionName: 'shop' } };
    return createHandler(defaultFlow().to(to), { ...given, ...options });
  };
  const told = () => metricsIn(logged.at(-1) ?? '');

  it('are one line that CloudWatch takes, after those of the objects', async () => {
    await shipping({})(
      sqsEvent(notification('good.log'), notification('mixed.log'), notification('gone.log'), 'secret'),
    );
    expect(logged).to.have.length(5);
    const { Duration, BytesRead, BytesSent, ...counts } = told();
    expect(counts).to.deep.equal({
      ...{ Objects: 4, ObjectsFailed: 1, ObjectsGone: 1, Lines: 6, Rejected: 1, DeadLettered: 0, Undelivered: 0 },
      ...{ Resumes: 0, DuplicatesPossible: 0 },
    });
    expect([Duration, BytesRead, BytesSent].every((value = 0) => value > 0 && Number.isInteger(value))).to.equal(true);
  });

  it('have the names, the units and the dimension that alarms go by', () => {
    const tally = { summaries: [], objects: 0, failed: 0, gone: 0, durationMs: 1.6 };
    const line = metricsLine(tally, { functionName: 'shop', namespace: 'Logs/Shop' });
    const root = v.parse(embedded, JSON.parse(line));
    expect(root._aws.CloudWatchMetrics).to.deep.equal([
      {
        Namespace: 'Logs/Shop',
        Dimensions: [['FunctionName']],
        Metrics: [
          { Name: 'Objects', Unit: 'Count' },
          { Name: 'ObjectsFailed', Unit: 'Count' },
          { Name: 'ObjectsGone', Unit: 'Count' },
          { Name: 'Lines', Unit: 'Count' },
          { Name: 'Rejected', Unit: 'Count' },
          { Name: 'DeadLettered', Unit: 'Count' },
          { Name: 'Undelivered', Unit: 'Count' },
          { Name: 'BytesRead', Unit: 'Bytes' },
          { Name: 'BytesSent', Unit: 'Bytes' },
          { Name: 'Duration', Unit: 'Milliseconds' },
          { Name: 'Resumes', Unit: 'Count' },
          { Name: 'DuplicatesPossible', Unit: 'Count' },
        ],
      },
    ]);
    expect([root.FunctionName, root.Duration]).to.deep.equal(['shop', 2]);
    expect(root._aws.Timestamp).to.be.closeTo(Date.now(), 10_000);
    expect(new Set(metrics.map(([known]) => known)).size).to.equal(metrics.length);
  });

  it('add up what the summaries say', () => {
    const one = {
      ...none,
      ...{ reads: { resumed: 2 }, resent: { records: 3, rejects: 4, bytes: 5 } },
      ...{ rejects: { shipped: 0, dropped: 0, deadLettered: 6, undelivered: 7 } },
      ...{ deadLetters: { records: 8, bytes: 9 } },
      failures: {
        ...none.failures,
        sending: { total: 18, lastFew: [] },
        parsing: { total: 11, lastFew: [] },
        transforming: { total: 12, lastFew: [] },
      },
    };
    const tally = { summaries: [one, one], objects: 2, failed: 0, gone: 0, durationMs: 1 };
    expect(metricsIn(metricsLine(tally, { functionName: 'f', namespace: 'n' }))).to.include({
      ...{ Resumes: 4, DuplicatesPossible: 14, DeadLettered: 28, Rejected: 46 },
      // What could not be sent and is no dead letter, and the rejects of which nobody knows.
      Undelivered: 2 * (18 - 8 + 7),
    });
  });

  it('tell of lines that were read and arrived nowhere', async () => {
    const broken = sinkOf({ write: () => Promise.reject(new Error('it broke')) });
    const handle = createHandler(defaultFlow().to(broken), {
      ...{ client: s3.client, log: (line) => logged.push(line), metrics: { functionName: 'shop' } },
    });
    await handle(sqsEvent(notification('good.log'), { bucket: 'logs', key: 'none' })).catch(() => undefined);
    expect(told()).to.include({ Lines: 3, Undelivered: 3, ObjectsFailed: 2 });
  });

  it('count what is with the dead letters as that, and not as undelivered', async () => {
    await shipping({ rejects: 'dead-letter', deadLetters: letterBox() })(notification('mixed.log'));
    expect(told()).to.include({ Lines: 3, Rejected: 1, DeadLettered: 1, Undelivered: 0 });
  });

  it('are told of an event about nothing, too', async () => {
    await shipping({})({ Records: [] });
    expect(told()).to.include({ Objects: 0, Lines: 0 });
  });

  it('are named after the function by Lambda, and there are none where nobody names it, or wants any', async () => {
    const kept = process.env.AWS_LAMBDA_FUNCTION_NAME;
    try {
      process.env.AWS_LAMBDA_FUNCTION_NAME = 'production-shop';
      await shipping({ metrics: {} })({ Records: [] });
      expect(JSON.parse(logged[0] ?? '')).to.include({ FunctionName: 'production-shop' });
      await shipping({ metrics: false })({ Records: [] });
      delete process.env.AWS_LAMBDA_FUNCTION_NAME;
      await shipping({ metrics: {} })({ Records: [] });
      expect(logged).to.have.length(1);
    } finally {
      if (kept !== undefined) process.env.AWS_LAMBDA_FUNCTION_NAME = kept;
    }
  });
});
