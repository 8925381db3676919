import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tcpSettings } from '../../sinks/tcp-options.ts';
import { settings } from '../../src/settings.ts';
import { checked } from '../../transforms/split-lines.ts';
import { root } from '../helpers/examples.ts';

const page = (path: string): string => readFileSync(join(root, path), 'utf8');

/** The cells of each row of the first table after `from`, less the head. */
function rows(text: string, from = ''): string[][] {
  const table = /(?:^\|.*\|\n)+/m.exec(text.slice(text.indexOf(from)))?.[0] ?? '';
  const lines = table.trimEnd().split('\n').slice(2);
  return lines.map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim().replaceAll('`', '')),
  );
}

describe('tables in the documentation', () => {
  const configuration = rows(page('docs/configuration.md'), '<!-- settings -->');

  it('give the same settings in README.md and in docs/configuration.md', () => {
    const short = configuration.map(([variable, flag, , preset, about]) => [variable, flag, preset, about]);
    expect(rows(page('README.md'), '<!-- settings -->')).to.deep.equal(short);
  });

  it('hold every setting, with its default', () => {
    const told = configuration.map(([variable, flag, , preset]) => [variable, flag, preset]);
    const known = settings.map(({ variable, flag, preset, name }) => {
      return [variable, flag, preset ?? (name === 'to' ? 'must be given' : '')];
    });
    expect(told).to.deep.equal(known);
  });

  it('hold the defaults of the library that are kept in one place', () => {
    const defaults = rows(page('docs/defaults.md'));
    const of = (where: string) => defaults.filter(([first]) => first?.includes(where)).map((row) => [row[1], row[2]]);
    const numbers = (options: object) =>
      Object.entries(options).map(([name, value]) => [name, Number(value).toLocaleString('en-US')]);
    const { connections, connectTimeoutMs, connectAttempts, retryDelayMs, writeTimeoutMs, closeTimeoutMs } =
      tcpSettings({
        host: 'localhost',
        port: 1,
      });
    const tcp = { connections, connectTimeoutMs, connectAttempts, retryDelayMs, writeTimeoutMs, closeTimeoutMs };
    expect(of('tcp()')).to.deep.equal(numbers(tcp));
    expect(of('splitLines()')).to.deep.equal(numbers(checked({})));
  });
});
