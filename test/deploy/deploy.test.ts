import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { sha256 } from '../helpers/lambda-function.ts';
import { account, type Account } from './account.ts';

describe('logflume deploy', () => {
  let at: Account;
  beforeEach(async () => void (at = await account()));
  afterEach(() => at.close());

  const hash = (zip: string): string => sha256(readFileSync(zip));

  it('updates the code, waits until the function runs it, and prints one line', async () => {
    const zip = at.zip('1.0.0');
    const { code, out, err, told } = await at.deploy('--zip', zip);
    expect({ code, err }).to.deep.equal({
      code: 0,
      err: 'logflume: shop: waiting, because an update is in progress (InProgress)\nlogflume: shop: has the code of logflume-lambda 1.0.0\n',
    });
    expect(out.trimEnd()).not.to.contain('\n');
    expect(told).to.deep.equal({
      function: 'shop',
      dryRun: false,
      package: { name: 'logflume-lambda', version: '1.0.0' },
      code: 'updated',
      codeSha256: { before: sha256('old code'), after: hash(zip) },
      bytes: { before: 8, after: readFileSync(zip).length },
      runtime: 'nodejs24.x',
      architecture: 'arm64',
      handler: 'index.handler',
      version: '$LATEST',
    });
    expect(at.shop.configuration).to.include({ CodeSha256: hash(zip), LastUpdateStatus: 'Successful' });
    expect(at.server.actions.filter((action) => action !== 'GetFunctionConfiguration')).to.deep.equal([
      'UpdateFunctionCode',
    ]);
  });

  it('publishes a version that is described by that of the package', async () => {
    const { code, told } = await at.deploy('--zip', at.zip('1.0.0'), '--publish');
    expect([code, told.version]).to.deep.equal([0, '1']);
    expect(at.shop.versions.map(({ Description }) => Description)).to.deep.equal(['1.0.0']);
  });

  it('makes an alias, and moves it with the next version, with all of its traffic', async () => {
    const first = await at.deploy('--zip', at.zip('1.0.0'), '--alias', 'live');
    expect(first.told.alias).to.deep.equal({ name: 'live', after: '1' });
    const live = at.shop.aliases.get('live');
    if (live !== undefined) live.RoutingConfig = { AdditionalVersionWeights: { 1: 0.1 } };
    const second = await at.deploy('--zip', at.zip('1.1.0'), '--alias', 'live');
    expect(second.told.alias).to.deep.equal({ name: 'live', before: '1', after: '2' });
    expect(second.err).to.contain('logflume: shop: alias live names version 2\n');
    expect(at.shop.aliases.get('live')).to.deep.include({
      FunctionVersion: '2',
      RoutingConfig: { AdditionalVersionWeights: {} },
    });
  });

  it('says `unchanged` of code that is there already, uploads nothing, and gives the version that there is', async () => {
    const zip = at.zip('1.0.0');
    await at.deploy('--zip', zip, '--publish');
    at.server.actions.length = 0;
    const { code, told } = await at.deploy('--zip', zip, '--publish');
    expect([code, told.code, told.version]).to.deep.equal([0, 'unchanged', '1']);
    expect(at.server.actions).not.to.contain('UpdateFunctionCode');
    expect(at.shop.versions).to.have.length(1);
  });

  it('updates code again that an update which failed may have left', async () => {
    const zip = at.zip('1.0.0');
    at.shop.configuration = { ...at.shop.configuration, CodeSha256: hash(zip), LastUpdateStatus: 'Failed' };
    const { code, told } = await at.deploy('--zip', zip);
    expect([code, told.code]).to.deep.equal([0, 'updated']);
  });

  it('changes nothing with --dry-run, asks Lambda whether it would, and tells what would change', async () => {
    const before = at.shop.configuration;
    const zip = at.zip('1.0.0');
    const { code, err, told } = await at.deploy('--zip', zip, '--alias', 'live', '--dry-run');
    expect({ code, err }).to.deep.equal({ code: 0, err: '' });
    expect(told).to.deep.include({
      dryRun: true,
      code: 'updated',
      codeSha256: { before: sha256('old code'), after: hash(zip) },
      runtime: 'nodejs24.x',
      architecture: 'arm64',
      handler: 'index.handler',
      alias: { name: 'live' },
    });
    expect(told).not.to.have.property('version');
    expect(at.server.actions).to.deep.equal(['GetAlias', 'GetFunctionConfiguration', 'UpdateFunctionCode']);
    expect(at.shop.configuration).to.equal(before);
    expect(at.shop.aliases.size).to.equal(0);
  });

  it('takes environment and component for a name', async () => {
    const zip = at.zip('1.0.0');
    const { code } = await at.deploy('--environment', 'ci', '--component', 'shop', '--zip', zip);
    expect(code).to.equal(0);
    expect(at.shop.configuration.CodeSha256).to.equal(hash(zip));
  });
});
