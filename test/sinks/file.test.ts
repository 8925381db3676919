import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { SinkError } from '../../src/errors.ts';
import { flow } from '../../src/flow.ts';
import { file } from '../../sinks/file.ts';
import { elb } from '../../transforms/formats/elb.ts';
import { read } from '../../transforms/read.ts';
import { elbExamples } from '../helpers/lines.ts';
import { balanced, bytes, elbLines, failure } from '../helpers/runs.ts';

describe('the file sink', () => {
  let folder: string;
  let path: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'logflume-'));
    path = join(folder, 'out.jsonl');
  });

  afterEach(() => rm(folder, { recursive: true }));

  const input = bytes([elbExamples.http]);

  it('writes JSON lines', async () => {
    const summary = balanced(
      await flow(read(elb))
        .to(file(path))
        .run(bytes([elbLines(500)])),
    );
    const text = await readFile(path, 'utf8');
    expect([text.split('\n').length, summary.lines.sent, summary.bytes.sent]).to.deep.equal([501, 500, text.length]);
  });

  it('replaces a file that is there', async () => {
    await writeFile(path, 'old\n');
    await flow(read(elb)).to(file(path)).run(input);
    expect(await readFile(path, 'utf8')).to.match(/^\{.*\}\n$/);
  });

  it('adds to a file that is there where asked', async () => {
    await writeFile(path, 'old\n');
    await flow(read(elb))
      .to(file(path, { append: true }))
      .run(input);
    expect(await readFile(path, 'utf8')).to.match(/^old\n\{.*\}\n$/);
  });

  it('makes an empty file of an empty input', async () => {
    await flow(read(elb)).to(file(path)).run(bytes([]));
    expect(await readFile(path, 'utf8')).to.equal('');
  });

  it('fails before anything is read where the file cannot be opened, and says why', async () => {
    const missing = join(folder, 'no', 'such', 'folder');
    const { error, summary } = await failure(flow(read(elb)).to(file(missing)).run(input));
    expect(error).to.be.instanceOf(SinkError);
    expect(error).to.include({ code: 'ERR_SINK', stage: 'file' });
    expect(error.message).to.include(missing).and.include('ENOENT');
    expect(summary.bytes.read).to.equal(0);
  });

  it('fails where the disk does not take the bytes, and counts nothing as sent', async function () {
    if (process.platform !== 'linux') this.skip();
    const { error, summary } = await failure(flow(read(elb)).to(file('/dev/full')).run(input));
    expect(error.message).to.match(/^file \/dev\/full: ENOSPC/);
    expect([summary.lines.sent, summary.failures.sending.total]).to.deep.equal([0, 1]);
  });
});
