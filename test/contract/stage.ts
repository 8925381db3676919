import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { expect } from 'chai';
import { toTransform } from '../../src/adapters.ts';
import type { Lines } from '../../src/lines.ts';
import type { Origin } from '../../src/origin.ts';
import { isRecords, type Records, type Reject } from '../../src/records.ts';
import type { Step } from '../../src/stage.ts';

export type Chunk = Buffer | Lines | Records;

const origin: Origin = { uri: 'test:object', identity: 'object 1' };

/** What every stage promises, whatever it does. `input` makes fresh chunks in order; `empty`, a chunk with nothing in it. */
export function itIsAStage<In extends Chunk, Out>(
  step: Step<In, Out>,
  input: () => readonly In[],
  empty: () => In,
): void {
  const outcome = async (chunks: readonly In[]): Promise<unknown> => shown(await through(step, chunks));

  it('has a name', () => expect(step.name).to.match(/^[a-z][A-Za-z]+$/));

  it('can be opened again and again, and gives the same each time', async () => {
    const first = await outcome(input());
    expect(await outcome(input())).to.deep.equal(first);
    expect(first).to.not.deep.equal(shown([]));
  });

  it('keeps two runs side by side apart', async () => {
    const streams = [toTransform(step, { origin }), toTransform(step, { origin })];
    const outputs: unknown[][] = [[], []];
    const ended = streams.map((stream, i) => {
      stream.on('data', (chunk: unknown) => outputs[i]?.push(chunk));
      return new Promise((resolve, reject) => stream.on('end', resolve).on('error', reject));
    });
    for (const chunk of input()) for (const stream of streams) stream.write(chunk as never);
    for (const stream of streams) stream.end();
    await Promise.all(ended);
    const alone = await outcome(input());
    expect(outputs.map((output) => shown(output as Chunk[]))).to.deep.equal([alone, alone]);
  });

  it('takes a chunk with nothing in it, between others and alone', async () => {
    const among = input().flatMap((chunk) => [empty(), chunk, empty()]);
    expect(await outcome(among)).to.deep.equal(await outcome(input()));
    expect(await outcome([empty()])).to.deep.equal(shown([]));
  });

  it('ends well without any input', async () => expect(await outcome([])).to.deep.equal(shown([])));

  it('leaves its input as it was', async () => {
    const chunks = input();
    const before = contents(chunks);
    await through(step, chunks);
    expect(contents(chunks)).to.deep.equal(before);
  });

  it('hands on batches and rejects in the order of their offsets', async () => {
    const batches = (await through(step, input())).filter(isRecords);
    const offsets = batches.flatMap((batch) => batch.rejects.map(({ offset }) => offset));
    expect(offsets).to.deep.equal([...offsets].sort((a, b) => a - b));
    batches.forEach((batch, i) => {
      expect(batch.start).to.be.at.least(batches[i - 1]?.end ?? 0);
      expect(batch.end).to.be.at.least(batch.start);
      for (const { offset } of batch.rejects) expect(offset).to.be.within(batch.start, batch.end);
    });
  });

  it('hands on every reject that it was given, untouched', async () => {
    const chunks = input();
    const given = rejectsOf(chunks);
    const left = rejectsOf(await through(step, chunks));
    expect(left.filter((reject) => given.includes(reject))).to.deep.equal(given);
  });
}

async function through<In extends Chunk, Out>(step: Step<In, Out>, chunks: readonly In[]): Promise<Chunk[]> {
  const outputs: Chunk[] = [];
  const stream = toTransform(step, { origin });
  stream.on('data', (chunk: Chunk) => outputs.push(chunk));
  await pipeline(Readable.from(chunks, { objectMode: true }), stream);
  return outputs;
}

const rejectsOf = (chunks: readonly Chunk[]): Reject[] =>
  chunks.flatMap((chunk) => (Buffer.isBuffer(chunk) ? [] : [...chunk.rejects]));

/** What chunks say, however many they are. */
function shown(chunks: readonly Chunk[]): unknown {
  const bytes = chunks.map((chunk) =>
    Buffer.isBuffer(chunk) ? chunk : isRecords(chunk) ? chunk.encode().bytes : chunk.bytes,
  );
  const rejects = rejectsOf(chunks.map((chunk) => (isRecords(chunk) ? chunk.seal() : chunk)));
  return { text: Buffer.concat(bytes).toString(), rejects };
}

/** The same for each chunk, with what a careless stage would change in place. */
function contents(chunks: readonly Chunk[]): unknown[] {
  return chunks.map((chunk) => {
    if (Buffer.isBuffer(chunk)) return chunk.toString('latin1');
    if (!isRecords(chunk)) return [chunk.bytes.toString('latin1'), chunk.offset, chunk.end, [...chunk.rejects]];
    const names = 'columns' in chunk.schema ? JSON.stringify(chunk.schema.columns) : '';
    return [shown([chunk]), chunk.length, chunk.start, chunk.end, [...chunk.rejects], names];
  });
}
