import { expect } from 'chai';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deadLettersIn } from '../../src/letters/dead-letters-in.ts';
import { caught } from '../helpers/caught.ts';

const never = new AbortController().signal;

describe('dead letters in files', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'logflume-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const keep = async (place: string, text: string, name = 'day/run.jsonl'): Promise<string> => {
    const letters = deadLettersIn(place).open(name);
    await letters.write(Buffer.from(text));
    await letters.keep(never);
    return letters.uri;
  };

  it('have a file of their own in a directory', async () => {
    expect(await keep(folder, 'one\n')).to.equal(join(folder, 'day/run.jsonl'));
    expect(readFileSync(join(folder, 'day/run.jsonl'), 'utf8')).to.equal('one\n');
  });

  it('make the directory where the path ends with a slash', async () => {
    expect(await keep(`${join(folder, 'new')}/`, 'one\n')).to.equal(join(folder, 'new/day/run.jsonl'));
  });

  it('are added to a file', async () => {
    const path = join(folder, 'new/letters.jsonl');
    await keep(path, 'one\n');
    await keep(path, 'two\n');
    expect(readFileSync(path, 'utf8')).to.equal('one\ntwo\n');
    expect(readdirSync(join(folder, 'new'))).to.deep.equal(['letters.jsonl']);
  });

  it('are not glued to a line that somebody left unfinished', async () => {
    const path = join(folder, 'letters.jsonl');
    writeFileSync(path, '{"torn');
    await keep(path, 'one\n');
    expect(readFileSync(path, 'utf8')).to.equal('{"torn\none\n');
  });

  it('touch nothing before the first of them', () => {
    deadLettersIn(join(folder, 'letters.jsonl')).open('name');
    expect(readdirSync(folder)).to.deep.equal([]);
  });

  it('say why they cannot be written', async () => {
    writeFileSync(join(folder, 'file'), '');
    mkdirSync(join(folder, 'directory'));
    const error = await caught(keep(join(folder, 'file/letters.jsonl'), 'one\n'));
    expect(error.message).to.match(/EEXIST|ENOTDIR/);
  });

  it('say so where their place is a link to a disk that is gone', async () => {
    symlinkSync(join(folder, 'gone'), join(folder, 'link'));
    const error = await caught(keep(`${join(folder, 'link')}/`, 'one\n'));
    expect(error).to.include({ code: 'ENOENT' });
  });

  it('say so, and do not hang, where a directory that is there says that it is not', async function () {
    if (process.platform !== 'linux') this.skip();
    expect(await caught(keep('/proc/', 'one\n'))).to.include({ code: 'ENOENT' });
  });

  for (const place of ['', 'http://a/b', 's3://']) {
    it(`are refused the place "${place}"`, () => expect(() => deadLettersIn(place)).to.throw('`place` must be'));
  }

  for (const [name, value] of [
    ['maxBytes', 0],
    ['putAttempts', 0],
    ['retryDelayMs', -1],
  ] as const) {
    it(`are refused a \`${name}\` of ${value}`, () =>
      expect(() => deadLettersIn('a', { [name]: value })).to.throw(`\`${name}\` must be`));
  }
});
