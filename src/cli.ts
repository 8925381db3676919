#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { listenForSignals } from './cli/interrupts.ts';
import { main } from './cli/main.ts';
import { CLEAR_LINE } from './cli/progress.ts';

// The AWS SDK warns on Node 20, which this project supports; stderr is for problems.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

// Whoever reads our output may go: a run that writes there sees it, for everybody else it is no reason to crash.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

const err = (text: string): void => void process.stderr.write(text);
const canOverwrite = process.stderr.isTTY && process.env.TERM !== 'dumb';

process.exitCode = await main(process.argv.slice(2), versionFrom(['../package.json', '../../package.json']), {
  env: process.env,
  out: (text) => void process.stdout.write(text),
  err,
  columns: () => (canOverwrite ? process.stderr.columns : undefined),
  interrupts: () => listenForSignals((text) => err(`${canOverwrite ? CLEAR_LINE : ''}logflume: ${text}\n`)),
});

/** The package's version: its file is one directory up from the source, two from what is built. */
function versionFrom(places: readonly string[]): string {
  for (const place of places) {
    try {
      const found: unknown = JSON.parse(readFileSync(new URL(place, import.meta.url), 'utf8'));
      if (typeof found === 'object' && found !== null && 'version' in found) return String(found.version);
    } catch {
      continue;
    }
  }
  return 'unknown';
}
