import type { Command } from 'commander';

/** `logflume package` as it was typed. */
export interface PackageWords {
  /** The module that exports `handler`; undefined: the default handler. */
  readonly file?: string | undefined;
  readonly out?: string;
  readonly name?: string;
  readonly packageVersion?: string;
}

/** Has the program know `package`, and `run` called with what was typed. */
export function addPackage(program: Command, run: (words: PackageWords) => Promise<void>): void {
  program
    .command('package [file]')
    .summary('make a zip file for AWS Lambda')
    .description(
      'Bundles a module that exports `handler`, or without one the default flow, as a zip file for AWS Lambda.\n' +
        'Its handler is index.handler. Needs esbuild: npm install --save-dev esbuild.',
    )
    .option('--out <file>', 'the zip file to write (default: dist/<name>-<version>.zip)')
    .option('--name <name>', 'what it is called (default: as package.json says, without the scope)')
    .option('--package-version <version>', 'its version (default: as package.json says)')
    .addHelpText('after', PACKAGE)
    .action((file: string | undefined, options: Omit<PackageWords, 'file'>) => run({ ...options, file }));
}

const PACKAGE = `
Prints one line of JSON: the files, the name, the version, the size, and the digest as Lambda tells it.
The same sources give the same bytes. The source map is written beside the zip file.

Examples:
  logflume package
  logflume package ./my-handler.ts
  logflume package ./my-handler.ts --out build/shop.zip --package-version 1.4.0`;
