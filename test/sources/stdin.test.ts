import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';

const MODULE = new URL('../../src/sources/stdin.ts', import.meta.url).href;

/** A process of its own that opens stdin and then runs `code` with `stream`, `origin` and `stdin` in scope. */
function run(code: string): ChildProcessWithoutNullStreams {
  const program = `
    import { stdin } from ${JSON.stringify(MODULE)};
    const context = { signal: new AbortController().signal, report() {} };
    const { stream, origin } = await stdin().open(context);
    ${code}`;
  return spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program]);
}

describe('stdin', () => {
  it('gives what comes in by standard input', async () => {
    const child = run('stream.pipe(process.stdout)');
    child.stdin.end('one\ntwo\n');
    expect(await text(child.stdout)).to.equal('one\ntwo\n');
  });

  it('is live, and lines from it have no identity', async () => {
    const child = run('stream.destroy(); console.log(JSON.stringify(origin))');
    expect(JSON.parse(await text(child.stdout))).to.deep.equal({ uri: '-', live: true });
  });

  it('lets the process end when it is destroyed, though the writer stays', async () => {
    const child = run(`stream.once('data', () => stream.destroy())`);
    child.stdin.on('error', () => undefined).write('one\n');
    expect(await once(child, 'exit')).to.deep.equal([0, null]);
    child.stdin.destroy();
  });

  it('refuses to be opened again once it was read', async () => {
    const child = run(`
      stream.destroy();
      await stdin().open(context).catch((error) => console.log(error.code, error.message));`);
    expect((await text(child.stdout)).trim()).to.equal(
      'ERR_SOURCE Cannot read standard input: it has been read already.',
    );
  });
});
