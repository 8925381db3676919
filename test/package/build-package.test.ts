import { expect } from 'chai';
import { cpSync, mkdirSync, readFileSync, renameSync, utimesSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { strFromU8, unzipSync } from 'fflate';
import { ConfigError } from '../../src/errors.ts';
import { buildPackage } from '../../src/package/build-package.ts';
import { author } from '../helpers/author.ts';
import { caught } from '../helpers/caught.ts';
import { folder, type Folder } from '../helpers/folder.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

describe('a package', () => {
  let own: Folder;
  let file: string;
  beforeEach(() => {
    own = author();
    own.write('package.json', JSON.stringify({ name: 'shop-logs', version: '1.2.3', type: 'module' }));
    file = own.write('handler.ts', 'export const handler = () => 1;');
  });
  afterEach(() => own.remove());

  it('holds one module and a package.json with name and version, and nothing else', async () => {
    const out = join(own.path, 'out/shop.zip');
    const made = await buildPackage({ file, out });
    const files = unzipSync(readFileSync(out));
    expect(Object.keys(files)).to.deep.equal(['index.js', 'package.json']);
    const manifest: unknown = JSON.parse(strFromU8(files['package.json'] ?? new Uint8Array()));
    expect(manifest).to.deep.equal({ name: 'shop-logs', version: '1.2.3', type: 'commonjs' });
    expect(made).to.include({ name: 'shop-logs', version: '1.2.3', zip: out });
  });

  it('is told with its size and its digest', async () => {
    const { zip, bytes, sha256 } = await buildPackage({ file, out: join(own.path, 'shop.zip') });
    const written = readFileSync(zip);
    expect(bytes).to.equal(written.length);
    expect(sha256).to.equal(createHash('sha256').update(written).digest('base64'));
  });

  it('has its source map beside it', async () => {
    const { map } = await buildPackage({ file, out: join(own.path, 'shop.zip') });
    expect(map).to.equal(join(own.path, 'shop.js.map'));
    const { sources } = JSON.parse(readFileSync(map, 'utf8')) as { sources: string[] };
    expect(sources).to.include('handler.ts');
  });

  it('is not made of a file that is not there', async () => {
    const error = await caught(buildPackage({ file: join(own.path, 'none.ts') }));
    expect(error).to.be.instanceOf(ConfigError);
    expect(error.message).to.equal(`package: there is no file ${JSON.stringify(join(own.path, 'none.ts'))}`);
  });

  it('is not made of a module without `handler`, and the error names what it has', async () => {
    const other = own.write('other.ts', 'export const handle = 1;');
    const error = await caught(buildPackage({ file: other }));
    expect(error).to.be.instanceOf(ConfigError);
    expect(error.message).to.equal(
      `package: ${other} does not export \`handler\`, but handle; \`export const handler = createHandler(flow)\` would`,
    );
  });

  it('that cannot be written says where and what to do', async () => {
    own.write('taken', '');
    const error = await caught(buildPackage({ file, out: join(own.path, 'taken/shop.zip') }));
    expect(error).to.include({ code: 'ERR_PACKAGE' });
    expect(error.message).to.match(/^package: .*taken\/shop\.zip cannot be written: .*; --out names another file$/);
  });
});

describe('the package of the default handler', () => {
  let own: Folder;
  before(() => {
    own = folder();
    checkOut(join(own.path, 'a'));
  });
  after(() => own.remove());

  it('is the same, byte for byte, from every folder and at every time', async () => {
    const made: Buffer[] = [];
    const pack = async (path: string, at: number): Promise<void> => {
      utimesSync(join(path, 'src/lambda.ts'), at, at);
      const out = join(own.path, `${at}.zip`);
      await buildPackage({ file: join(path, 'src/lambda.ts'), out, name: 'x' });
      made.push(readFileSync(out));
    };
    await pack(join(own.path, 'a'), 1);
    mkdirSync(join(own.path, 'some/where'), { recursive: true });
    renameSync(join(own.path, 'a'), join(own.path, 'some/where/else'));
    await pack(join(own.path, 'some/where/else'), 2);
    renameSync(join(own.path, 'some/where/else'), join(own.path, 'a'));
    expect(made[0]?.equals(made[1] ?? Buffer.alloc(0))).to.equal(true);
    expect(made[0]?.length).to.be.within(100_000, 500_000);
  });

  it('names no folder of the machine that it was made on', async () => {
    const path = join(own.path, 'a');
    const { zip, map } = await buildPackage({ file: join(path, 'src/lambda.ts'), out: join(path, 'x.zip'), name: 'x' });
    const code = strFromU8(unzipSync(readFileSync(zip))['index.js'] ?? new Uint8Array());
    for (const text of [code, readFileSync(map, 'utf8')]) expect(text.includes(path)).to.equal(false);
    expect(code).to.not.match(/"(\.\.\/|\/)[^"]*node_modules\//);
  });
});

/** Copies the project, and what it needs at run time, less what is there for the compiler and for readers. */
function checkOut(path: string): void {
  for (const name of ['src', 'transforms', 'sinks', 'package.json', 'tsconfig.json', ...packagesAtRun()]) {
    const filter = (file: string): boolean => !/\/dist-types$|\.d\.[cm]?ts$|\.(map|md)$/.test(file);
    cpSync(join(root, name), join(path, name), { recursive: true, dereference: true, filter });
  }
}

/** The packages that are installed with this one, as `node_modules/…`. */
function packagesAtRun(): string[] {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { dev?: boolean; devOptional?: boolean; peer?: boolean }>;
  };
  return Object.entries(packages)
    .filter(
      ([name, { dev, devOptional, peer }]) => name !== '' && dev !== true && devOptional !== true && peer !== true,
    )
    .map(([name]) => name);
}
