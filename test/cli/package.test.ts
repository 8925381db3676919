import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { author } from '../helpers/author.ts';
import { logflume } from '../helpers/command.ts';
import { folder, type Folder } from '../helpers/folder.ts';
import { command } from '../helpers/world.ts';

/** Makes Node.js find no esbuild, for this project alone: tsx, which runs the command, needs its own. */
const WITHOUT_ESBUILD = `
export function resolve(specifier, context, next) {
  if (specifier !== 'esbuild' || !context.parentURL?.includes('/src/package/')) return next(specifier, context);
  throw Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' });
}`;

describe('logflume package', () => {
  let own: Folder;
  beforeEach(() => {
    own = author();
    own.write('package.json', JSON.stringify({ name: 'shop-logs', version: '1.2.3' }));
  });
  afterEach(() => own.remove());

  it('makes a package of a file, and prints what it wrote as one line of JSON', async () => {
    const file = own.write('handler.ts', 'export const handler = () => 1;');
    const out = join(own.path, 'shop.zip');
    const told = await command(['package', file, '--out', out]);
    expect({ ...told, out: '' }).to.deep.equal({ code: 0, out: '', err: '' });
    const made: unknown = JSON.parse(told.out);
    expect(told.out).to.match(/^[^\n]+\n$/);
    expect(made).to.have.all.keys('name', 'version', 'zip', 'map', 'bytes', 'sha256');
    expect(made).to.include({ name: 'shop-logs', version: '1.2.3', zip: out, bytes: readFileSync(out).length });
  });

  it('makes one of the default handler without a file, with the version of this program', async () => {
    const out = join(own.path, 'default.zip');
    const { code } = await command(['package', '--out', out]);
    expect(code).to.equal(0);
    const manifest: unknown = JSON.parse(strFromU8(unzipSync(readFileSync(out))['package.json'] ?? new Uint8Array()));
    expect(manifest).to.deep.equal({ name: 'logflume-lambda', version: '1.2.3', type: 'commonjs' });
  });

  it('takes name and version from its flags', async () => {
    const file = own.write('handler.ts', 'export const handler = () => 1;');
    const out = join(own.path, 'x.zip');
    const { out: told } = await command(['package', file, '--out', out, '--name', 'x', '--package-version', '7.0.0']);
    expect(JSON.parse(told)).to.include({ name: 'x', version: '7.0.0' });
  });

  it('warns on stderr', async () => {
    const file = own.write('handler.ts', 'export const handler = () => ({ a: 1, a: 2 });');
    const { code, err } = await command(['package', file, '--out', join(own.path, 'x.zip')]);
    expect(code).to.equal(0);
    expect(err).to.match(/^logflume: warning: handler\.ts:1:\d+: Duplicate key "a".*\n$/);
  });

  it('exits 1 for what cannot be bundled, with file and line and without a stack', async () => {
    const file = own.write('handler.ts', 'export const handler = 1;\nimport "./missing.ts";');
    const { code, out, err } = await command(['package', file]);
    expect({ code, out }).to.deep.equal({ code: 1, out: '' });
    expect(err).to.equal(
      'logflume: package: esbuild cannot bundle it:\nhandler.ts:2:8: Could not resolve "./missing.ts"\n',
    );
  });

  it('exits 2 where `handler` is not exported', async () => {
    const { code, err } = await command(['package', own.write('handler.ts', 'export default 1;')]);
    expect(code).to.equal(2);
    expect(err).to.contain('does not export `handler`, but default;');
  });

  it('exits 2 and says what to install where there is no esbuild', async () => {
    const hooks = folder();
    try {
      const hook = hooks.write('hook.mjs', WITHOUT_ESBUILD);
      const register = hooks.write(
        'register.mjs',
        `import { register } from 'node:module'; register('file://${hook}');`,
      );
      const env = { NODE_OPTIONS: `--import file://${register}` };
      const { code, out, err } = await logflume(['package', own.write('handler.ts', 'export const handler = 1;')], {
        env,
      });
      expect({ code, out }).to.deep.equal({ code: 2, out: '' });
      expect(err).to.contain(
        'logflume: package: esbuild is not installed; `npm install --save-dev esbuild` installs it',
      );
    } finally {
      hooks.remove();
    }
  });
});
