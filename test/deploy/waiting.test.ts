import { expect } from 'chai';
import { Refusal } from '../helpers/lambda-function.ts';
import { account, type Account } from './account.ts';

describe('logflume deploy waits', () => {
  let at: Account;
  const open = async (...options: Parameters<typeof account>): Promise<Account> => (at = await account(...options));
  afterEach(() => at.close());

  it('for an update that is in progress before', async () => {
    const { shop, deploy, zip } = await open();
    shop.change({ MemorySize: 256 });
    const { code, err } = await deploy('--zip', zip('1.0.0'));
    expect(code).to.equal(0);
    expect(err).to.match(/^logflume: shop: waiting, because an update is in progress \(InProgress\)\n/);
    expect(shop.configuration).to.include({ MemorySize: 256, LastUpdateStatus: 'Successful' });
  });

  it('for a function that is not active yet', async () => {
    const { deploy, zip } = await open({
      configuration: { State: 'Pending', StateReason: 'The function is being created.' },
    });
    const { code, err } = await deploy('--zip', zip('1.0.0'));
    expect(code).to.equal(0);
    expect(err).to.contain('it is not active yet (Pending: The function is being created.)');
  });

  it('when a change of somebody else comes between reading and updating', async () => {
    const { shop, server, deploy, zip } = await open();
    let others = 1;
    server.before = (action) => {
      if (action === 'UpdateFunctionCode' && others-- > 0) shop.change({ MemorySize: 512 });
    };
    const { code, err, told } = await deploy('--zip', zip('1.0.0'));
    expect([code, told.code]).to.deep.equal([0, 'updated']);
    expect(err).to.contain(
      'shop: it is being changed by somebody else: The operation cannot be performed at this time',
    );
    expect(shop.configuration).to.include({ MemorySize: 512, CodeSha256: told.codeSha256.after });
  });

  it('no longer than it is told to', async () => {
    const { shop, deploy, zip } = await open();
    shop.looks = 1_000;
    const { code, out, err } = await deploy('--zip', zip('1.0.0'), '--timeout-ms', '250');
    expect({ code, out }).to.deep.equal({ code: 1, out: '' });
    expect(err).to.match(/shop: an update is in progress \(InProgress\), and the time is up; .*--timeout-ms\n$/);
  });

  it('no longer than it is told to where somebody else goes on changing it', async () => {
    const { server, deploy, zip } = await open();
    server.before = (action) => {
      if (action === 'UpdateFunctionCode') throw new Refusal(409, 'ResourceConflictException', 'Busy.');
    };
    const { code, err } = await deploy('--zip', zip('1.0.0'), '--timeout-ms', '200');
    expect(code).to.equal(1);
    expect(err).to.match(/shop: it is being changed by somebody else: Busy\., and the time is up/);
  });

  it('for the version to be active before the alias is moved', async () => {
    const { shop, server, deploy, zip } = await open();
    shop.versionState = { State: 'Failed', StateReason: 'SnapStart broke.' };
    const { code, err } = await deploy('--zip', zip('1.0.0'), '--alias', 'live');
    expect(code).to.equal(1);
    expect(err).to.contain('shop, version 1: its state is Failed: SnapStart broke.');
    expect(server.actions).not.to.contain('CreateAlias');
  });
});
