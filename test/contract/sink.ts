import { expect } from 'chai';
import type { Records } from '../../src/records.ts';
import type { Sink } from '../../src/stage.ts';
import { packed } from '../../src/testing/batches.ts';
import { elbLine, mulberry32 } from '../../src/testing/generate.ts';
import { elb } from '../../transforms/formats/elb.ts';
import { until } from '../helpers/runs.ts';
import { sinkProbe } from '../helpers/sink-probe.ts';

/** A sink that is ready to be opened, and what stands behind it. */
export interface Rig {
  readonly sink: Sink;
  /** What has arrived. */
  text(): Promise<string>;
  /** Takes down what was set up. */
  end(): Promise<void>;
}

const line = (seed: number): string => `${elbLine(mulberry32(seed))}\n`;
const batches: readonly Records[] = [
  packed(elb, `${line(1)}bad\n${line(2)}`),
  packed(elb, 'bad too\n', { start: 1000 }),
  packed(elb, line(3), { start: 2000 }),
].map((batch) => batch.seal());
const first = batches[0]!;
const expected = batches.map((batch) => batch.encode().bytes.toString());

/** What keeps the process alive, apart from the timers and pipes of the test runner itself. */
const resources = (): string[] =>
  process
    .getActiveResourcesInfo()
    .filter((name) => !/^(Timeout|Immediate|PipeWrap|TTYWrap|TickObject)$/.test(name))
    .sort();

/** What every sink promises, wherever it sends. */
export function itIsASink(setUp: () => Promise<Rig>): void {
  let rig: Rig;
  let before: readonly string[];

  beforeEach(async () => {
    before = resources();
    rig = await setUp();
  });

  afterEach(async () => {
    await rig.end();
    await until(() => resources().length <= before.length); // sockets and files close a turn later
    expect(resources()).to.deep.equal(before);
  });

  it('has a name', () => expect(rig.sink.name).to.match(/^[a-z][A-Za-z]*$/));

  it('delivers what was written, in order, each batch as JSON lines', async () => {
    const run = await rig.sink.open(sinkProbe().context);
    for (const batch of batches) await run.write(batch);
    await run.flush();
    await run.close();
    expect(await rig.text()).to.equal(expected.join(''));
  });

  it('has reported everything as delivered once flush settles, and nothing twice', async () => {
    const { context, of } = sinkProbe();
    const run = await rig.sink.open(context);
    for (const batch of batches) await run.write(batch);
    await run.flush();
    const delivered = of('delivered');
    const sum = (count: (event: (typeof delivered)[number]) => number): number =>
      delivered.reduce((all, event) => all + count(event), 0);
    await run.close();
    expect(of('delivered')).to.have.length(delivered.length);
    expect([sum(({ records }) => records), sum(({ rejects }) => rejects)]).to.deep.equal([3, 2]);
    expect(sum(({ bytes }) => bytes)).to.equal(Buffer.byteLength(expected.join('')));
    expect(delivered.at(-1)?.upTo).to.equal(batches.at(-1)?.end);
    const positions = delivered.map(({ upTo }) => upTo);
    expect(positions).to.deep.equal([...positions].sort((a, b) => a - b));
  });

  it('can be flushed and closed where nothing was written', async () => {
    const { context, of } = sinkProbe();
    const run = await rig.sink.open(context);
    await run.flush();
    await run.close();
    expect(of('delivered').filter(({ records, rejects }) => records + rejects > 0)).to.deep.equal([]);
    expect(await rig.text()).to.equal('');
  });

  it('can be closed without a flush, with the error of the run', async () => {
    const run = await rig.sink.open(sinkProbe().context);
    await run.write(first);
    await run.close(new Error('the run failed'));
  });

  it('can be closed while a write is under way', async () => {
    const run = await rig.sink.open(sinkProbe().context);
    const writing = run.write(first).catch(() => undefined);
    await run.close(new Error('the run failed'));
    await writing;
  });

  it('can be closed as soon as it is open', async () => {
    const run = await rig.sink.open(sinkProbe().context);
    await run.close();
  });

  it('can be opened again, and twice at once', async () => {
    const probes = [sinkProbe(), sinkProbe()];
    const runs = await Promise.all(probes.map(({ context }) => rig.sink.open(context)));
    for (const run of runs) await run.write(first);
    for (const run of runs) await run.flush();
    for (const run of runs) await run.close();
    for (const { of } of probes) expect(of('delivered').reduce((all, { records }) => all + records, 0)).to.equal(2);
  });

  it('leaves the batch as it was', async () => {
    const run = await rig.sink.open(sinkProbe().context);
    await run.write(first);
    await run.flush();
    await run.close();
    expect(first.encode().bytes.toString()).to.equal(expected[0]);
  });
}
