import { expect } from 'chai';
import { createHash } from 'node:crypto';
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeployError } from '../../src/deploy/deploy-error.ts';
import { MAX_ZIP_BYTES, packageFile } from '../../src/deploy/package-file.ts';
import { caught } from '../helpers/caught.ts';
import { packageOf, packagesFolder, type PackagesFolder } from '../helpers/packages.ts';

describe('a package to deploy', () => {
  let folder: PackagesFolder;
  before(() => void (folder = packagesFolder()));
  after(() => folder.remove());

  it('says which version it is, its hash and its files', async () => {
    const path = folder.zip('good.zip', packageOf('1.4.0-rc.1+5'));
    const { zip, ...told } = await packageFile(path);
    expect(zip.equals(readFileSync(path))).to.equal(true);
    expect(told).to.deep.equal({
      path,
      name: 'logflume-lambda',
      version: '1.4.0-rc.1+5',
      sha256: createHash('sha256').update(readFileSync(path)).digest('base64'),
      files: ['index.js', 'package.json'],
    });
  });

  for (const [title, manifest, problem] of [
    ['no package.json', undefined, 'it is unversioned: it has no package.json'],
    ['no version', { name: 'a' }, 'it is unversioned: its package.json has no `version`'],
    ['an empty version', { name: 'a', version: '' }, 'has the `version` "", and not one such as 1.2.3'],
    ['a version of words', { name: 'a', version: 'latest' }, 'has the `version` "latest"'],
    ['no name', { version: '1.0.0' }, 'its package.json has no `name`'],
    ['no object', [], 'its package.json has no `name`'],
    ['no JSON', '{', 'its package.json is no JSON: '],
  ] as const) {
    it(`is refused with ${title} in it`, async () => {
      const path = folder.zip('bad.zip', {
        'index.js': '',
        ...(manifest === undefined ? {} : { 'package.json': manifest }),
      });
      const error = await caught(packageFile(path));
      expect(error).to.be.instanceOf(DeployError).and.to.include({ code: 'ERR_DEPLOY' });
      expect(error.message)
        .to.match(/bad\.zip: /)
        .and.to.contain(problem);
    });
  }

  it('is refused where there is none, with what builds it', async () => {
    const error = await caught(packageFile(join(folder.path, 'missing.zip')));
    expect(error.message).to.match(/missing\.zip: there is no such file; build it with `logflume package`/);
  });

  it('is refused where it is no zip', async () => {
    const path = join(folder.path, 'text.zip');
    writeFileSync(path, 'no zip at all');
    expect((await caught(packageFile(path))).message).to.match(/text\.zip: it is no zip file: /);
  });

  it('is refused above what Lambda takes in a request', async () => {
    const path = folder.zip('large.zip', packageOf('1.0.0'));
    truncateSync(path, MAX_ZIP_BYTES + 1);
    const error = await caught(packageFile(path));
    expect(error.message).to.contain('52,428,801 bytes, and Lambda takes 52,428,800 in a request; uploads through S3');
  });
});
