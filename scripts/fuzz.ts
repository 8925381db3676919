/** `npm run fuzz`: mutates 100,000 lines of each format, and prints what became of them. `-- <lines> <seed> <format …>` asks for other ones. */
import { formats } from '../transforms/formats/registry.ts';
import { fuzz } from '../test/helpers/fuzz-format.ts';
import { samples } from '../test/helpers/samples/index.ts';

const [lines = '100000', seed = '1', ...only] = process.argv.slice(2);
const names = only.length > 0 ? only : Object.keys(formats);

console.log('| format | mutated | encountered | parsed | rejected | skipped | documents failed | seconds |');
console.log('| --- | --: | --: | --: | --: | --: | --: | --: |');
for (const name of names) {
  const [format, sample] = [formats[name], samples[name]];
  if (format === undefined || sample === undefined) throw new Error(`no format or no sample \`${name}\``);
  const began = performance.now();
  const { mutated, encountered, parsed, rejected, skipped, failed } = await fuzz(
    format,
    sample,
    Number(lines),
    Number(seed),
  );
  const cells = [
    name,
    mutated,
    encountered,
    parsed,
    rejected,
    skipped,
    failed,
    ((performance.now() - began) / 1000).toFixed(1),
  ];
  console.log(`| ${cells.map((cell) => cell.toLocaleString('en-US')).join(' | ')} |`);
}
