import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { flow } from '../../src/flow.ts';
import { flatMap, map } from '../../src/lift.ts';
import { packed } from '../../src/testing/batches.ts';
import { memory } from '../../sinks/memory.ts';
import { eventId } from '../../transforms/event-id.ts';
import { elb } from '../../transforms/formats/elb.ts';
import { pick } from '../../transforms/pick.ts';
import { read } from '../../transforms/read.ts';
import { applied } from '../helpers/applied.ts';
import { elbExamples } from '../helpers/lines.ts';
import { bytes } from '../helpers/runs.ts';

const identity = '["bucket","key","etag"]';
const prefix = createHash('sha256').update(identity).digest('base64url').slice(0, 16);
const from = { uri: 's3://bucket/key', identity };
const line = `${elbExamples.http}\n`;
const second = line.length.toString(36);

async function ids(stages: Parameters<typeof read>[0], input: string): Promise<unknown[]> {
  const sink = memory();
  await flow(read(stages), eventId('id'), pick('id' as never))
    .to(sink)
    .run(bytes([input], from));
  return sink.records.map((record) => (record as { id: string }).id);
}

describe('eventId', () => {
  it('is 16 characters of a hash of the origin, and the offset of the line in base 36', async () => {
    expect(await ids(elb, line + line)).to.deep.equal([`${prefix}-0`, `${prefix}-${second}`]);
  });

  it('is given to rejects too, by the same rule', async () => {
    expect(await ids(elb, `${line}bad\n`)).to.deep.equal([`${prefix}-0`, `${prefix}-${second}`]);
  });

  it('stands in @metadata._id by default', async () => {
    const { output } = await applied(packed(elb, line, { origin: from }), eventId());
    expect(output[0]?.['@metadata']).to.deep.equal({ _id: `${prefix}-0` });
  });

  it('is left out where the origin has no identity', async () => {
    expect((await applied(packed(elb, line), eventId())).output[0]).to.not.have.property('@metadata');
  });

  it('tells the records apart that flatMap makes of one line', async () => {
    const sink = memory();
    const twice = flow(
      read(elb),
      flatMap((r) => [{ ip: r.client_ip }, { ip: r.backend_ip }]),
      map((r) => r),
      eventId('id'),
    );
    await twice.to(sink).run(bytes([line], from));
    expect(sink.records.map((record) => (record as { id: string }).id)).to.deep.equal([
      `${prefix}-0.0`,
      `${prefix}-0.1`,
    ]);
  });

  it('is another one for another version of the object', async () => {
    const other = { ...from, identity: 'another' };
    const [one] = (await applied(packed(elb, line, { origin: from }), eventId('id'))).output;
    const [two] = (await applied(packed(elb, line, { origin: other }), eventId('id'))).output;
    expect(one?.id).to.not.equal(two?.id);
  });
});
