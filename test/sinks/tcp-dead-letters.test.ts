import { expect } from 'chai';
import { SinkError } from '../../src/errors.ts';
import type { SinkRun, Unsent } from '../../src/stage.ts';
import { collector } from '../../src/testing/index.ts';
import { tcp, type TcpOptions } from '../../sinks/tcp.ts';
import { jsonBatch } from '../helpers/batch.ts';
import { picky } from '../helpers/picky.ts';
import { rejection, sinkProbe, type SinkProbe } from '../helpers/sink-probe.ts';

const quick = { host: '127.0.0.1', retryDelayMs: 1, connectAttempts: 2, sendAttempts: 3 } as const;

interface Left {
  readonly run: SinkRun;
  readonly probe: SinkProbe;
  /** What was left to the dead letters, with the reason. */
  readonly letters: { readonly text: string; readonly reason: string; readonly offsets: readonly number[] }[];
}

/** A sink of a run that keeps dead letters, as long as there is room for them. */
async function open(options: TcpOptions, room = Infinity): Promise<Left> {
  const probe = sinkProbe();
  const letters: Left['letters'][number][] = [];
  const deadLetter = ({ bytes, places }: Unsent, reason: string): boolean => {
    if (letters.length >= room) return false;
    letters.push({ text: bytes.toString(), reason, offsets: places.map(({ offset }) => offset) });
    return true;
  };
  return { run: await tcp(options).open({ ...probe.context, deadLetter }), probe, letters };
}

/** Writes lines of ten bytes, one a batch; the fourth is the one that a picky receiver refuses. */
async function write(run: SinkRun, count: number): Promise<string[]> {
  const lines = Array.from({ length: count }, (_, n) => (n === 3 ? '{"n":"no"}' : `{"n":${1000 + n}}`));
  for (const [n] of lines.entries()) await run.write(jsonBatch([{ n: n === 3 ? 'no' : 1000 + n }], 11 * n));
  return lines;
}

describe('tcp with dead letters', () => {
  for (const connections of [1, 2, 4]) {
    it(`leaves what the receiver never takes, and nothing else, over ${connections} connections`, async () => {
      const server = await picky('"no"');
      const { run, probe, letters } = await open({ ...quick, port: server.port, connections });
      try {
        const lines = await write(run, 20);
        await run.flush();
        expect(new Set(server.lines())).to.deep.equal(new Set(lines.filter((line) => line !== '{"n":"no"}')));
        expect(letters.map(({ text, offsets }) => [text, offsets])).to.deep.equal([['{"n":"no"}\n', [33]]]);
        expect(letters[0]?.reason).to.match(/^tcp 127\.0\.0\.1:\d+: .* 1 record \(11 bytes\) are unconfirmed after 3/);
        expect(probe.of('delivered').reduce((sum, { records }) => sum + records, 0)).to.equal(19);
        expect(probe.of('delivered').at(-1)?.upTo).to.equal(220);
        expect(probe.failures()).to.equal(0);
      } finally {
        await run.close();
        await server.close();
      }
    });
  }

  it('goes on under a bound that only one batch fits in', async () => {
    const server = await picky('"no"');
    const { run, letters } = await open({ ...quick, port: server.port, connections: 1, maxUnconfirmedBytes: 11 });
    try {
      await write(run, 8);
      await run.flush();
      expect(letters.map(({ text }) => text)).to.deep.equal(['{"n":"no"}\n']);
      expect(new Set(server.lines()).size).to.equal(7);
    } finally {
      await run.close();
      await server.close();
    }
  });

  it('leaves all that is unconfirmed, in order, where the receiver takes nothing any more', async () => {
    const server = await collector({ mode: 'reset', afterBytes: 5 });
    const { run, probe, letters } = await open({ ...quick, port: server.port });
    try {
      const lines = await write(run, 5);
      const error = await rejection(run.flush(), SinkError);
      expect(letters).to.deep.equal([]);
      await run.close(error);
      expect(letters.map(({ text }) => text)).to.deep.equal(lines.map((line) => `${line}\n`));
      expect(letters[0]?.reason).to.equal(error.message);
      expect(probe.of('delivered').at(-1)).to.include({ records: 0, upTo: 55 });
    } finally {
      await run.close();
      await server.close();
    }
  });

  it('leaves it where the receiver refuses every connection', async () => {
    const server = await collector({ mode: 'reset', afterBytes: 5 });
    const { run, probe, letters } = await open({ ...quick, port: server.port });
    try {
      await server.accepted(1);
      await server.close();
      await run.write(jsonBatch([{ a: 1 }])).catch(() => undefined);
      const error = await probe.failed;
      await run.close(error);
      expect(error.message).to.contain('ECONNREFUSED');
      expect(letters.map(({ text }) => text)).to.deep.equal(['{"a":1}\n']);
    } finally {
      await run.close();
      await server.close();
    }
  });

  it('keeps back what there is no room for: positions stay below it', async () => {
    const server = await collector({ mode: 'reset', afterBytes: 5 });
    const { run, probe, letters } = await open({ ...quick, port: server.port }, 2);
    try {
      await write(run, 5);
      await run.close(await rejection(run.flush(), SinkError));
      expect(letters).to.have.length(2);
      expect(probe.of('delivered').at(-1)?.upTo).to.equal(22);
    } finally {
      await run.close();
      await server.close();
    }
  });

  it('fails where there is no room for what the receiver never takes', async () => {
    const server = await picky('"no"');
    const { run } = await open({ ...quick, port: server.port, connections: 1 }, 0);
    try {
      const written = write(run, 20).then(() => run.flush());
      expect((await rejection(written, SinkError)).message).to.contain('unconfirmed after 3 attempts');
    } finally {
      await run.close();
      await server.close();
    }
  });

  it('leaves nothing of a receiver that never closes: nobody tried again', async () => {
    const server = await collector({ mode: 'never-close' });
    const { run, letters } = await open({ ...quick, port: server.port, closeTimeoutMs: 50 });
    try {
      await write(run, 2);
      const error = await rejection(run.flush(), SinkError);
      await run.close(error);
      expect([error.code, letters]).to.deep.equal(['ERR_UNCONFIRMED', []]);
    } finally {
      await run.close();
      await server.close();
    }
  });
});
