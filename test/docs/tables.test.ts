import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tcpSettings } from '../../sinks/tcp-options.ts';
import { checked } from '../../transforms/split-lines.ts';
import { root } from '../helpers/examples.ts';

const page = (path: string): string => readFileSync(join(root, path), 'utf8');

/** The cells of each row of every table in a page. */
function rows(text: string): string[][] {
  const lines = text.split('\n').filter((line) => line.startsWith('|'));
  return lines.map((line) => line.slice(1, -1).split('|')).map((cells) => cells.map((cell) => cell.trim()));
}

/** What stands in backticks. */
const quoted = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);

describe('the documentation', () => {
  it('gives the defaults that the code has', () => {
    const defaults = rows(page('docs/defaults.md'));
    const told = (where: string) => {
      const found = defaults.filter(([first]) => first?.includes(where));
      return found.map(([, option = '', preset]) => [...quoted(option), preset]);
    };
    const known = (options: object) =>
      Object.entries(options).map(([name, value]: [string, unknown]) => [
        name,
        typeof value === 'number' ? value.toLocaleString('en-US') : `\`'${String(value)}'\``,
      ]);
    const { host, port, tls, lookup, ...tcp } = tcpSettings({ host: 'localhost', port: 1 });
    expect([host, port, tls]).to.deep.equal(['localhost', 1, undefined]);
    expect(told('tcp()')).to.deep.include.members([
      ['tls', '`false`'],
      ['lookup', `\`dns.${lookup.name}\``],
    ]);
    expect(told('tcp()')).to.include.deep.members(known(tcp));
    expect(told('splitLines()')).to.have.deep.members(known(checked({})));
  });

  it('explains every code of an error', () => {
    const codes = page('src/errors.ts').match(/(?<=\| ')ERR_\w+(?=')/g);
    const told = rows(page('docs/errors.md')).flatMap(([first = '']) => quoted(first));
    expect(codes).not.to.be.empty;
    expect(told.filter((name) => name.startsWith('ERR_'))).to.have.members(codes ?? []);
  });
});
