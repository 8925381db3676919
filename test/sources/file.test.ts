import { execFileSync } from 'node:child_process';
import { chmod, mkdtemp, open, rm, stat, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { expect } from 'chai';
import { SourceError } from '../../src/errors.ts';
import { file } from '../../src/sources/file.ts';
import { caught } from '../helpers/caught.ts';

const context = { signal: new AbortController().signal, report: () => undefined };

/** Root may read anything: there, `work` is done by another user. */
async function asNobody<T>(work: () => Promise<T>): Promise<T> {
  const root = process.geteuid?.() === 0;
  if (root) process.seteuid?.(65534);
  try {
    return await work();
  } finally {
    if (root) process.seteuid?.(0);
  }
}

describe('file', () => {
  let folder: string;
  let path: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'logflume-'));
    path = join(folder, 'a.log');
    await writeFile(path, 'one\ntwo\n');
  });

  after(() => rm(folder, { recursive: true }));

  it('gives the bytes of the file, in pieces of 256 KiB', async () => {
    const large = join(folder, 'large.log');
    await writeFile(large, Buffer.alloc(600_000, 'x'));
    const sizes: number[] = [];
    const { stream } = await file(large).open(context);
    stream.on('data', (chunk: Buffer) => sizes.push(chunk.length));
    await once(stream, 'close');
    expect(sizes).to.deep.equal([262_144, 262_144, 75_712]);
  });

  it('says where they come from: path as given, size and identity', async () => {
    const given = relative(process.cwd(), path);
    const { stream, origin } = await file(given).open(context);
    stream.destroy();
    const { mtimeMs } = await stat(path);
    const identity = JSON.stringify([path, 8, mtimeMs]);
    expect(origin).to.deep.equal({ uri: given, size: 8, path, etag: `8-${mtimeMs}`, identity });
  });

  it('can be opened for many runs', async () => {
    const source = file(path);
    for (const size of [8, 8]) expect(await buffer((await source.open(context)).stream)).to.have.length(size);
  });

  it('fails with ERR_SOURCE_NOT_FOUND for a missing file and names it', async () => {
    const error = await caught(file(join(folder, 'missing')).open(context));
    expect(error).to.be.instanceOf(SourceError);
    expect(error).to.include({ code: 'ERR_SOURCE_NOT_FOUND', stage: 'file' });
    expect(error.message).to.include(`Cannot read ${join(folder, 'missing')}: ENOENT`);
  });

  it('fails for a directory and says that it is one', async () => {
    const error = await caught(file(folder).open(context));
    expect(error).to.include({ code: 'ERR_SOURCE' });
    expect(error.message).to.equal(`Cannot read ${folder}: it is a directory. Name a file.`);
  });

  it('fails with ERR_SOURCE_DENIED for a file that it may not read', async () => {
    const secret = join(folder, 'secret');
    await writeFile(secret, '');
    await chmod(secret, 0);
    const error = await asNobody(() => caught(file(secret).open(context)));
    expect(error).to.include({ code: 'ERR_SOURCE_DENIED' });
    expect(error.message).to.include(`Cannot read ${secret}: EACCES`);
  });

  it('reads a device, which is live and has no size', async () => {
    const { stream, origin } = await file('/dev/null').open(context);
    expect(origin).to.deep.equal({ uri: '/dev/null', live: true });
    expect(await buffer(stream)).to.have.length(0);
  });

  describe('on a named pipe', () => {
    let pipe: string;
    beforeEach(async () => {
      pipe = join(await mkdtemp(join(folder, 'pipe-')), 'fifo');
      execFileSync('mkfifo', [pipe]);
    });

    it('reads what is written, to the end', async () => {
      const [{ stream, origin }, writer] = await Promise.all([file(pipe).open(context), open(pipe, 'w')]);
      expect(origin).to.deep.equal({ uri: pipe, live: true });
      await writer.write('one\n');
      await writer.close();
      expect((await buffer(stream)).toString()).to.equal('one\n');
    });

    it('closes at once when it is destroyed, though the writer stays', async () => {
      const [{ stream }, writer] = await Promise.all([file(pipe).open(context), open(pipe, 'w')]);
      stream.resume();
      stream.destroy();
      await once(stream, 'close');
      await writer.close();
    });
  });
});
