import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A fenced block of TypeScript in the documentation. */
export interface Example {
  /** `docs/flows.md:12`, the line of its fence. */
  readonly name: string;
  /** Where it was written to, as a program of its own. */
  readonly file: string;
  /** What a block marked `ts run` must print: the `text` block that follows it. */
  readonly prints: string | undefined;
}

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** Ignored by git, and inside of the project, so that packages are found from there. */
const folder = join(root, 'dist', 'examples');

const FENCED = /^```ts( run)?\n([^]*?)^```\n(?:(?:(?!^```)[^])*?^```text\n([^]*?)^```\n)?/gm;

/** Where the package's paths lead before it is built: as `exports` of package.json, with the sources for `dist`. */
const paths: Readonly<Record<string, string>> = {
  logflume: 'src/index.ts',
  'logflume/transforms': 'transforms/index.ts',
  'logflume/sinks': 'sinks/index.ts',
  'logflume/sources': 'src/sources/index.ts',
  'logflume/formats': 'transforms/formats/index.ts',
  'logflume/lambda': 'src/lambda.ts',
  'logflume/testing': 'src/testing/index.ts',
};

/** Pages of the documentation, from the root. */
export function pages(): string[] {
  const inDocs = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'));
  return ['README.md', ...inDocs.map((name) => `docs/${name}`)];
}

/** Every example, written to a file. */
export function examples(): Example[] {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return pages().flatMap((page) => {
    const text = readFileSync(join(root, page), 'utf8');
    return [...text.matchAll(FENCED)].map((match): Example => {
      const [, run, code = '', prints = ''] = match;
      const line = text.slice(0, match.index).split('\n').length;
      const file = join(folder, `${page.replaceAll('/', '-')}-${line}.ts`);
      writeFileSync(file, `${resolved(code)}\nexport {};\n`);
      return { name: `${page}:${line}`, file, prints: run === undefined ? undefined : prints };
    });
  });
}

function resolved(code: string): string {
  return code.replace(/(?<=from ')logflume[^']*(?=')/g, (name) => relative(folder, join(root, paths[name] ?? name)));
}
