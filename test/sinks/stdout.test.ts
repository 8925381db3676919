import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { elbLines } from '../helpers/runs.ts';

const program = fileURLToPath(new URL('../helpers/to-stdout.ts', import.meta.url));
const start = (): ChildProcess =>
  spawn(process.execPath, ['--import', 'tsx', program], { stdio: ['pipe', 'pipe', 'pipe'] });

/** All that a child writes to its standard error, and how it ended. */
async function ended(child: ChildProcess): Promise<{ code: unknown; errors: string }> {
  const [errors, [code]] = await Promise.all([text(child.stderr!), once(child, 'exit') as Promise<unknown[]>]);
  return { code, errors };
}

describe('the stdout sink', () => {
  it('writes JSON lines, and leaves the stream open for others', async () => {
    const child = start();
    child.stdin!.end(elbLines(2000));
    const [output, { code, errors }] = await Promise.all([text(child.stdout!), ended(child)]);
    const lines = output.split('\n');
    expect([lines.length, lines.at(-2), code]).to.deep.equal([2002, 'after the run', 0]);
    expect(JSON.parse(errors)).to.deep.equal({ status: 'completed', sent: 2000 });
  });

  it('fails the run where the reader has gone', async () => {
    const child = start();
    child.stdout!.destroy();
    child.stdin!.on('error', () => undefined);
    child.stdin!.end(elbLines(2000));
    const { code, errors } = await ended(child);
    expect(errors).to.match(/^ERR_SINK stdout stdout: write EPIPE/);
    expect(code).to.equal(1);
  });
});
