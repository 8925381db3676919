import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';

const root = fileURLToPath(new URL('..', import.meta.url));
const under = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));

const code = ['src', 'transforms', 'sinks'].flatMap(under);
const stack = ['lib', 'template', 'example', 'test'].flatMap((folder) => under(`deploy/${folder}`));
const text = (path: string): string => readFileSync(join(root, path), 'utf8');

/** The files of the project that a file imports or re-exports, types included. */
const imports = (path: string): string[] =>
  [...text(path).matchAll(/(?:from|import|import\() ?'(\.[^']+)'/g)].map(([, to = '']) => join(dirname(path), to));

/** What a stage, a sink or a format may know: contracts, batches and the kernels. */
const contracts =
  /^src\/(stage|checkpoint|records|lines|schema|open-schema|packed|plain|verbatim|letter|column|format|time|origin|errors|reject)\.ts$|^src\/kernel\//;

/** The faces of the project, which put concrete pieces together. */
const faces =
  /^src\/(index|forward|lambda|settings|config[a-z-]*|columns-check|format-file|cli)\.ts$|^src\/(cli|testing)\//;

const isConcrete = (path: string): boolean => /^(transforms|sinks)\//.test(path);

describe('the architecture', () => {
  it('is looked at as a whole', () => expect(code.length).to.be.above(60));

  for (const path of code.filter(isConcrete)) {
    it(`lets ${path} import nothing of the core but contracts, batches and kernels`, () => {
      const [folder = ''] = path.split('/');
      const others = imports(path).filter((to) => !to.startsWith(`${folder}/`) && !contracts.test(to));
      // `transforms` hands the lifts on: they are of the core, and for authors they are transforms.
      expect(others.filter((to) => !(path === 'transforms/index.ts' && to === 'src/lift.ts'))).to.deep.equal([]);
    });
  }

  for (const path of code.filter((file) => !isConcrete(file) && !faces.test(file))) {
    it(`lets ${path} know no concrete transform, sink or face`, () => {
      expect(imports(path).filter((to) => isConcrete(to) || faces.test(to))).to.deep.equal([]);
    });
  }

  it('keeps the kernels to themselves: they know columns, and nothing of streams or batches', () => {
    const known = /^src\/(kernel\/|column\.ts$)/;
    expect(
      code
        .filter((path) => path.startsWith('src/kernel/'))
        .flatMap(imports)
        .filter((to) => !known.test(to)),
    ).to.deep.equal([]);
  });

  it('has streams only where the run, a stream stage, a source or a sink is made', () => {
    const streaming = code.filter((path) => /from '(node:stream|through2)/.test(text(path)));
    const allowed =
      /^src\/(adapters|intake|outlet|run|stage)\.ts$|^src\/(sources|testing|cli)\/|^src\/(cli|lambda|forward)\.ts$|^sinks\/|^transforms\/gunzip\.ts$/;
    expect(streaming.filter((path) => !allowed.test(path))).to.deep.equal([]);
  });

  it('has files that can be read in one go', () => {
    const long = [...code, ...stack, ...under('test')].filter(
      (path) => path.endsWith('.ts') && text(path).split('\n').length > 251,
    );
    expect(long).to.deep.equal([]);
  });

  it('has no drawer for odds and ends', () => {
    expect([...code, ...stack].filter((path) => /(^|\/)(utils?|helpers?|misc|common)(\.|\/)/.test(path))).to.deep.equal(
      [],
    );
  });

  it('names no path of the machine it was written on', () => {
    const shipped = [
      ...code,
      ...under('docs'),
      ...under('examples'),
      ...stack,
      ...under('test'),
      'README.md',
      'package.json',
      'CHANGELOG.md',
    ];
    const here = new RegExp(['/wor', 'k/|/ro', 'ot/|/ho', 'me/[a-z]'].join(''));
    expect(shipped.filter((path) => here.test(text(path)))).to.deep.equal([]);
  });
});
