import { expect } from 'chai';
import { join } from 'node:path';
import { ConfigError } from '../../src/errors.ts';
import { identityOf } from '../../src/package/identity.ts';
import { caught } from '../helpers/caught.ts';
import { folder, type Folder } from '../helpers/folder.ts';

describe('what a package is called', () => {
  let own: Folder;
  let file: string;
  beforeEach(() => {
    own = folder();
    file = join(own.path, 'flows/shop/handler.ts');
    own.write('package.json', JSON.stringify({ name: '@example/shop-logs', version: '1.2.3' }));
  });
  afterEach(() => own.remove());

  const problemsOf = async (given: Parameters<typeof identityOf>[1] = {}): Promise<readonly string[]> => {
    const error = await caught(identityOf(file, given));
    expect(error).to.be.instanceOf(ConfigError);
    return error instanceof ConfigError ? error.problems : [];
  };

  it('comes from the package.json above the file, without the scope', async () => {
    expect(await identityOf(file)).to.deep.equal({ name: 'shop-logs', version: '1.2.3' });
  });

  it('comes from the nearest package.json that has a version', async () => {
    own.write('flows/package.json', JSON.stringify({ name: 'flows', version: '2.0.0' }));
    own.write('flows/shop/package.json', JSON.stringify({ type: 'module' }));
    expect(await identityOf(file)).to.deep.equal({ name: 'flows', version: '2.0.0' });
  });

  it('is the name of the file where package.json has none', async () => {
    own.write('package.json', JSON.stringify({ version: '1.0.0' }));
    expect(await identityOf(file)).to.deep.equal({ name: 'handler', version: '1.0.0' });
  });

  it('is what was given, before anything else', async () => {
    const given = { name: 'other', version: '2026.11.23-a1b2c3d' };
    expect(await identityOf(file, given)).to.deep.equal(given);
    expect(await identityOf(file, { version: '9' })).to.deep.equal({ name: 'shop-logs', version: '9' });
  });

  it('is not known without a version, which is told with what would do', async () => {
    own.write('package.json', JSON.stringify({ name: 'shop' }));
    expect(await problemsOf()).to.deep.equal([
      'package: there is no version: no package.json beside or above the file has one; --package-version would do too',
    ]);
  });

  it('cannot have parts that no name of a file has', async () => {
    expect(await problemsOf({ name: '../up', version: '1/2' })).to.deep.equal([
      '--package-version: must be letters, digits, dots, plus signs and hyphens, not "1/2"',
      '--name: must be letters, digits, dots, hyphens and underscores, not "../up"',
    ]);
  });

  it('is not taken from a package.json that cannot be read', async () => {
    const broken = own.write('flows/package.json', '{');
    expect((await problemsOf()).join()).to.match(new RegExp(`^package: ${broken} cannot be read: .*JSON`));
  });
});
