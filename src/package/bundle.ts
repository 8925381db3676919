import type { BuildOptions } from 'esbuild';
import { resolve } from 'node:path';
import { sentence, withEsbuild } from './esbuild.ts';
import { rootOf } from './root.ts';

/** A module with all that it imports, as one file of CommonJS for Node.js 20 and newer. */
export interface Bundle {
  readonly code: Uint8Array;
  /** The source map of it, with the sources in it. The code refers to it as `index.js.map`, beside itself. */
  readonly map: Uint8Array;
  /** What esbuild warns of, one sentence each. */
  readonly warnings: readonly string[];
}

/** What goes for `import.meta.url`, which CommonJS does not have. */
const URL_NAME = 'importMetaUrl';

/** The AWS SDK warns on Node 20, in the log of every cold start. */
const BANNER = [
  'process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED??="true";',
  `const ${URL_NAME}=require("node:url").pathToFileURL(__filename).href;`,
].join('');

/** Everything in one file, the AWS SDK too: Lambda's own would be of the version of the day, and slower to load. */
function commonTo(entry: string) {
  const file = resolve(entry);
  return {
    entryPoints: [file],
    outfile: 'index.js',
    write: false,
    bundle: true,
    platform: 'node',
    target: 'node20',
    // ES modules first: of these, what is not used is left out.
    mainFields: ['module', 'main'],
    // Names of files, as they are in the bundle, are relative to it.
    absWorkingDir: rootOf(file),
    logLevel: 'silent',
  } as const satisfies BuildOptions;
}

/**
 * Bundles a module, TypeScript or JavaScript. What it loads with `import()` is in the file and is run when it is asked for;
 * an `import()` of a computed name stays one. Rejects as `withEsbuild` does.
 */
export async function bundle(entry: string): Promise<Bundle> {
  const { outputFiles, warnings } = await withEsbuild((build) =>
    build({
      ...commonTo(entry),
      format: 'cjs',
      // Short names would save 60 KB of 325; they cost 5 MB of memory, and nobody could read a stack in a log.
      minifyWhitespace: true,
      minifySyntax: true,
      // Errors are told by the names of their classes, and two modules may have one of the same name.
      keepNames: true,
      sourcemap: 'linked',
      legalComments: 'none',
      banner: { js: BANNER },
      define: {
        'import.meta.url': URL_NAME,
        'import.meta.filename': '__filename',
        'import.meta.dirname': '__dirname',
      },
    }),
  );
  const find = (end: string): Uint8Array => {
    const found = outputFiles.find(({ path }) => path.endsWith(end));
    if (found === undefined) throw new Error(`esbuild gave no ${end}`);
    return found.contents;
  };
  return { code: find('index.js'), map: find('index.js.map'), warnings: warnings.map(sentence) };
}

/**
 * The names that a module exports, also those of modules that it hands on, without running it; undefined where only running it
 * would tell: in CommonJS. Rejects as `withEsbuild` does.
 */
export async function exportsOf(entry: string): Promise<readonly string[] | undefined> {
  const { metafile } = await withEsbuild((build) =>
    build({
      ...commonTo(entry),
      format: 'esm',
      metafile: true,
    }),
  );
  const [output] = Object.values(metafile.outputs);
  const input = metafile.inputs[output?.entryPoint ?? ''];
  return input?.format === 'cjs' ? undefined : (output?.exports ?? []);
}
