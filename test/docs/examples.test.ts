import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import ts from 'typescript';
import { examples, root } from '../helpers/examples.ts';

const run = promisify(execFile);
const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

describe('examples in the documentation', () => {
  const all = examples();

  it('are there', () => {
    expect(all).not.to.be.empty;
  });

  it('compile', function () {
    this.timeout(120_000);
    const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
      config: unknown;
    };
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
    const program = ts.createProgram(
      all.map(({ file }) => file),
      options,
    );
    const host = {
      getCanonicalFileName: (name: string) => name,
      getCurrentDirectory: () => root,
      getNewLine: () => '\n',
    };
    expect(ts.formatDiagnostics(ts.getPreEmitDiagnostics(program), host)).to.equal('');
  });

  describe('do what they say', () => {
    let folder = '';

    before(() => {
      folder = mkdtempSync(join(tmpdir(), 'logflume-docs-'));
      copyFileSync(join(root, 'examples', 'access-log.txt'), join(folder, 'access.log'));
    });
    after(() => {
      rmSync(folder, { recursive: true });
    });

    for (const { name, file, prints } of all.filter((example) => example.prints !== undefined)) {
      it(name, async () => {
        const { stdout } = await run(process.execPath, ['--import', loader, file], {
          cwd: folder,
          env: { ...process.env, NODE_OPTIONS: '', NO_COLOR: '1' },
        });
        expect(stdout).to.equal(prints);
      });
    }
  });
});
