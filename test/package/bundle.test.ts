import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { pathToFileURL } from 'node:url';
import { FlumeError } from '../../src/errors.ts';
import { bundle, exportsOf } from '../../src/package/bundle.ts';
import { author } from '../helpers/author.ts';
import { caught } from '../helpers/caught.ts';
import type { Folder } from '../helpers/folder.ts';

const run = promisify(execFile);
/** Whoever runs the tests may have options for their own Node.js. */
const env = { ...process.env, NODE_OPTIONS: '' };

describe('a bundle', () => {
  let own: Folder;
  beforeEach(() => (own = author()));
  afterEach(() => own.remove());

  /** What a program prints that was bundled and is run elsewhere. */
  async function printed(source: string, name = 'handler.ts'): Promise<string> {
    const { code } = await bundle(own.write(name, source));
    const file = own.write('elsewhere/index.js', code);
    const { stdout, stderr } = await run(process.execPath, [file], { cwd: dirname(file), env });
    expect(stderr).to.equal('');
    return stdout.trim();
  }

  it("runs a flow of one's own where nothing is installed", async () => {
    const source = `import { elb, flow, gunzip, memory, read } from 'logflume';
      import { createHandler } from 'logflume/lambda';
      export const handler = createHandler(flow(gunzip(), read(elb)).to(memory()));
      handler({}).catch((error) => console.log(error.code));`;
    expect(await printed(source)).to.equal('ERR_EVENT');
  });

  it('keeps the names of error classes', async () => {
    const source = `import { ConfigError } from 'logflume';
      console.log(new ConfigError(['x']).name)`;
    expect(await printed(source)).to.equal('ConfigError');
  });

  it('knows where it is, as an ES module does', async () => {
    const elsewhere = join(own.path, 'elsewhere');
    const source = 'console.log(JSON.stringify([import.meta.url, import.meta.dirname, import.meta.filename]))';
    const file = join(elsewhere, 'index.js');
    expect(JSON.parse(await printed(source))).to.deep.equal([pathToFileURL(file).href, elsewhere, file]);
  });

  it('imports a module of a computed name from a file beside it, also an ES module', async () => {
    own.write('elsewhere/format.mjs', 'export default 42');
    expect(await printed(`const name = './format.mjs'; import(name).then((m) => console.log(m.default))`)).to.equal(
      '42',
    );
  });

  it('silences the warning of the AWS SDK, before anything of it is loaded', async () => {
    const source = 'console.log(process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED)';
    expect(await printed(source)).to.equal('true');
  });

  it('has a map with the sources, which Node.js follows', async () => {
    const source = `\n\nfunction fail() { throw new Error('here') }\ntry { fail() } catch (error) { console.log(error.stack) }`;
    const { code, map } = await bundle(own.write('handler.ts', source));
    const file = own.write('elsewhere/index.js', code);
    own.write('elsewhere/index.js.map', map);
    const { stdout } = await run(process.execPath, ['--enable-source-maps', file], { env });
    expect(stdout).to.match(/at fail \(.*handler\.ts:3:25\)/);
  });

  it('tells of a module that is missing, with file and line', async () => {
    const error = await caught(bundle(own.write('handler.ts', `\nimport { x } from './missing.ts';\nconsole.log(x)`)));
    expect(error).to.be.instanceOf(FlumeError).and.to.include({ code: 'ERR_PACKAGE', stage: 'package' });
    expect(error.message).to.equal(
      'package: esbuild cannot bundle it:\nhandler.ts:2:19: Could not resolve "./missing.ts"',
    );
  });

  it('hands on what esbuild warns of', async () => {
    const { warnings } = await bundle(own.write('handler.ts', 'console.log({ a: 1, a: 2 })'));
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.match(/^handler\.ts:1:\d+: Duplicate key "a"/);
  });
});

describe('the exports of a module', () => {
  let own: Folder;
  beforeEach(() => (own = author()));
  afterEach(() => own.remove());

  it('are found without running it, also those that it hands on', async () => {
    own.write('flows/shop.ts', 'export const handler = 1; throw new Error("it was run")');
    const file = own.write('handler.ts', `export * from './flows/shop.ts'; export default 1`);
    expect(await exportsOf(file)).to.have.members(['handler', 'default']);
  });

  it('are found where they are handed on from logflume itself', async () => {
    const file = own.write('handler.ts', `export { handler } from 'logflume/lambda';`);
    expect(await exportsOf(file)).to.deep.equal(['handler']);
  });

  it('of CommonJS are not known', async () => {
    expect(await exportsOf(own.write('handler.cjs', 'exports.handler = 1'))).to.equal(undefined);
  });
});
