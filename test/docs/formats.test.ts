import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { formatsPage, path } from '../../scripts/formats-table.ts';
import { about } from '../../transforms/formats/about.ts';
import { formats } from '../../transforms/formats/registry.ts';

describe('docs/formats.md', () => {
  it('says of the formats what the code says (tsx scripts/formats-table.ts writes it)', async () => {
    expect(readFileSync(path, 'utf8')).to.equal(await formatsPage());
  });

  it('has a line on every format, under the name that it has', () => {
    expect(Object.keys(about)).to.deep.equal(Object.keys(formats));
    for (const [name, format] of Object.entries(formats)) expect(format.name).to.equal(name);
  });
});
