/**
 * `node --import tsx evaluated-modules.ts <index.js> [event]`: loads a bundle, gives its handler an event if there is one, and
 * prints as JSON which modules in it were run, by the paths that esbuild has written there.
 */
import { Session } from 'node:inspector/promises';
import { createRequire } from 'node:module';

const [file = '', event] = process.argv.slice(2);
const session = new Session();
session.connect();
await session.post('Profiler.enable');
await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });

const bundle: unknown = createRequire(import.meta.url)(file);
if (event !== undefined) {
  const handler: unknown = Reflect.get(Object(bundle) as object, 'handler');
  if (typeof handler !== 'function') throw new TypeError(`${file} exports no handler`);
  await Reflect.apply(handler, undefined, [JSON.parse(event)]);
}

const { result } = await session.post('Profiler.takePreciseCoverage');
const functions = result.filter(({ url }) => url.endsWith(file)).flatMap((script) => script.functions);
const run = functions.filter(({ ranges }) => (ranges[0]?.count ?? 0) > 0).map(({ functionName }) => functionName);
process.stderr.write(`${JSON.stringify(run.filter((name) => /\.[cm]?[jt]s$/.test(name)))}\n`);
