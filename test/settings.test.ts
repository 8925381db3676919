import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { pathOf, withTable } from '../scripts/settings-table.ts';
import { settings } from '../src/settings.ts';

describe('the documentation of the settings', () => {
  it('has every variable and flag once', () => {
    expect(new Set(settings.map(({ variable }) => variable)).size).to.equal(settings.length);
    const flags = settings.flatMap(({ flag }) => flag ?? []);
    expect(new Set(flags).size).to.equal(flags.length);
  });

  for (const page of ['README.md', 'docs/configuration.md'] as const) {
    it(`in ${page} says what the schema says (tsx scripts/settings-table.ts writes it)`, async () => {
      expect(readFileSync(pathOf(page), 'utf8')).to.equal(await withTable(page));
    });
  }
});
