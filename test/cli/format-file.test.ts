import { expect } from 'chai';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shipConfig } from '../../src/config.ts';
import { whyNotLoaded } from '../../src/format-file.ts';
import { collector } from '../../src/testing/index.ts';
import { logflume } from '../helpers/command.ts';
import { problemsIn } from '../helpers/problems.ts';
import { command } from '../helpers/world.ts';

const makers = new URL('../../transforms/formats/', import.meta.url).href;
const JOBS = `{ name: 'jobs', regexp: /(?<at>[^ ]+) (?<job>[^ ]+) took (?<took>.*)/, time: 'at' }`;
const PATTERN = `import { pattern } from '${makers}pattern.ts';\n`;

describe('a format of one’s own', () => {
  let folder = '';
  const module = (name: string, code: string): string => {
    const path = join(folder, name);
    writeFileSync(path, code);
    return path;
  };
  before(() => (folder = mkdtempSync(join(tmpdir(), 'logflume-format-'))));
  after(() => rmSync(folder, { recursive: true }));

  for (const [what, name, code] of [
    ['the default export', 'default.mjs', `export default pattern(${JOBS});\nexport const other = pattern(${JOBS});`],
    ['the only export that is a format', 'named.mjs', `export const jobs = pattern(${JOBS});\nexport const n = 1;`],
    ['TypeScript', 'typed.ts', `export const jobs = pattern(${JOBS} satisfies object);`],
  ] as const) {
    it(`may be ${what}`, async () => {
      const { code: exit, out } = await logflume(['parse', '-', '--format', module(name, PATTERN + code)], {
        input: '2026-03-14T09:00:00Z backup took 3 s\nnothing\n',
      });
      expect(exit).to.equal(0);
      expect(
        out
          .split('\n')
          .slice(0, -1)
          .map((line) => JSON.parse(line) as unknown),
      ).to.deep.equal([
        { '@timestamp': '2026-03-14T09:00:00Z', job: 'backup', took: '3 s' },
        { message: 'nothing', tags: ['_parsefailure'], error: 'no_match' },
      ]);
    });
  }

  it('of packed lines has its columns checked, is shipped, and may come from the variable', async () => {
    const code = `import { delimited } from '${makers}delimited.ts';
      import { text, time } from '${makers}columns.ts';
      export default delimited({ name: 'jobs', time: 'at', columns: [time('at'), text('job')] });`;
    const path = module('delimited.mjs', code);
    const env = { LOGFLUME_FORMAT: path };
    const wrong = await logflume(['parse', '-', '--rename', 'jbo=a'], { env });
    expect(wrong.err).to.contain('--rename: there is no column `jbo`; there are @timestamp, job, extra');
    const server = await collector();
    try {
      const lines = module('a.log', '2026-03-14T09:00:00Z backup\n');
      const to = `tcp://${server.host}:${server.port}`;
      const shipped = await logflume(['ship', lines, '--to', to, '--rename', 'job=name', '--event-id', 'off'], { env });
      expect(shipped.err).to.equal('');
      expect(server.lines().map((line) => JSON.parse(line) as unknown)).to.deep.equal([
        { '@timestamp': '2026-03-14T09:00:00Z', name: 'backup' },
      ]);
      expect(JSON.parse(shipped.out)).to.include({ format: 'jobs' });
    } finally {
      await server.close();
    }
  });

  for (const [what, code, problem] of [
    ['exports none', 'export const jobs = { name: 1, kind: "text" };', /^"[^"]+" exports no format; it should, as in/],
    ['exports two', `${PATTERN}export const a = pattern(${JOBS}), b = pattern(${JOBS});`, /several formats \(a, b\)/],
    ['does not parse', 'export default delimited(;', /cannot be loaded: /],
    [
      'imports what is not there',
      'import "no-such-package";',
      /cannot be loaded: Cannot find package 'no-such-package'/,
    ],
    ['throws', 'throw new Error("on\\npurpose");', /cannot be loaded: on; purpose$/],
    ['is wrong', `${PATTERN}export default pattern({ name: "x", regexp: /a/ });`, /format `x`: its regular expression/],
    [
      'is of another copy of the project',
      'export default { kind: "lines", name: "x", layout: {}, schema: () => ({}) };',
      /another copy of logflume than this one; run the one that is installed beside it/,
    ],
  ] as const) {
    it(`that ${what} is a problem like others`, async () => {
      const path = module(`${what.replaceAll(' ', '-')}.mjs`, code);
      const problems = await problemsIn(shipConfig({ env: { LOGFLUME_FORMAT: path, LOGFLUME_CONNECTIONS: '0' } }));
      expect(problems).to.have.length(3);
      expect(problems.map((text) => text.split(' ')[0])).to.deep.equal([
        'LOGFLUME_TO=tcp://host:port',
        'LOGFLUME_CONNECTIONS:',
        'LOGFLUME_FORMAT:',
      ]);
      expect(problems[2]?.replace('LOGFLUME_FORMAT: ', '')).to.match(problem);
    });
  }

  it('that is not there exits 2, together with all else that is wrong', async () => {
    const { code, err } = await command(['ship', '-', '--format', './no-such-format.js', '--connections', 'x']);
    expect(code).to.equal(2);
    expect(err.split('\n').slice(0, 3)).to.deep.equal([
      'logflume: --to tcp://host:port is missing; the variable LOGFLUME_TO would do too',
      'logflume: --connections: must be a whole number from 1 to 64, not "x"',
      'logflume: --format: there is no file "./no-such-format.js"',
    ]);
  });

  it('in TypeScript says what to do where Node cannot read it', () => {
    const error = Object.assign(new TypeError('Unknown file extension'), { code: 'ERR_UNKNOWN_FILE_EXTENSION' });
    expect(whyNotLoaded(error, '/a/my-format.ts')).to.equal(
      `Node ${process.version} reads no TypeScript; compile it, or use Node 22.18 or newer`,
    );
    expect(whyNotLoaded(error, '/a/my-format.txt')).to.equal('Unknown file extension');
  });
});
