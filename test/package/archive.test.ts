import { expect } from 'chai';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { zipOf } from '../../src/package/archive.ts';
import { folder, type Folder } from '../helpers/folder.ts';
import { describeWith } from '../helpers/installed.ts';

const bytes = Buffer.from('one line\n'.repeat(1_000));
const zip = (): Buffer => Buffer.from(zipOf({ 'z.js': bytes, 'a.json': Buffer.from('{}') }));

describe('a zip file', () => {
  it('is the same in every time zone', () => {
    const kept = process.env.TZ;
    try {
      const made = ['UTC', 'Pacific/Kiritimati', 'America/Los_Angeles'].map((zone) => {
        process.env.TZ = zone;
        return zip().toString('base64');
      });
      expect(new Set(made).size).to.equal(1);
    } finally {
      if (kept === undefined) delete process.env.TZ;
      else process.env.TZ = kept;
    }
  });
});

describeWith(['unzip'], 'a zip file, by unzip', () => {
  let own: Folder;
  let file: string;
  before(() => {
    own = folder();
    file = own.write('made.zip', zip());
  });
  after(() => own.remove());

  it('holds what was given, whole', () => {
    expect(execFileSync('unzip', ['-p', file, 'z.js'])).to.deep.equal(bytes);
    expect(execFileSync('unzip', ['-t', file], { encoding: 'utf8' })).to.contain('No errors detected');
  });

  it('lists files in the order that was given, readable by everybody, without a time', () => {
    const listed = execFileSync('unzip', ['-Z', file], { encoding: 'utf8', cwd: join(own.path) });
    expect([...listed.matchAll(/^(-\S+).*?(\S+ \S+) (\S+)$/gm)].map((match) => match.slice(1))).to.deep.equal([
      ['-rw-r--r--', '80-Jan-01 00:00', 'z.js'],
      ['-rw-r--r--', '80-Jan-01 00:00', 'a.json'],
    ]);
  });
});
