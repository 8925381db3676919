import { expect } from 'chai';
import { Refusal } from '../helpers/lambda-function.ts';
import { command } from '../helpers/world.ts';
import { account, type Account } from './account.ts';

describe('logflume deploy fails by name', () => {
  let at: Account;
  const open = async (...options: Parameters<typeof account>): Promise<Account> => (at = await account(...options));
  afterEach(() => at.close());

  const failed = async (...flags: readonly string[]): Promise<string> => {
    const { code, out, err } = await at.deploy(...flags);
    expect({ code, out }).to.deep.equal({ code: 1, out: '' });
    expect(err).to.not.contain('    at ');
    return err;
  };

  it('when the update fails, with the reason', async () => {
    await open();
    at.shop.failure = 'The KMS key is disabled.';
    const err = await failed('--zip', at.zip('1.0.0'), '--alias', 'live');
    expect(err).to.contain(
      'shop: the update failed: The KMS key is disabled.; the function goes on with the code that it had',
    );
    expect(at.server.actions).not.to.contain('PublishVersion');
  });

  it('when somebody else changed the function after it was looked at', async () => {
    await open();
    at.server.before = (action) => {
      if (action === 'UpdateFunctionCode') at.shop.configuration = { ...at.shop.configuration, RevisionId: 'theirs' };
    };
    const err = await failed('--zip', at.zip('1.0.0'));
    expect(err).to.contain(
      'UpdateFunctionCode of shop: shop was changed by somebody else meanwhile; see what they did',
    );
    expect(at.shop.configuration.RevisionId).to.equal('theirs');
  });

  it('when another deployment came after it', async () => {
    await open();
    at.server.after = (action) => {
      if (action === 'UpdateFunctionCode') at.shop.change({ CodeSha256: 'theirs' });
    };
    const err = await failed('--zip', at.zip('1.0.0'), '--publish');
    expect(err).to.contain('another deployment came after this one, and its code is in place (CodeSha256 theirs)');
    expect(at.shop.versions).to.deep.equal([]);
  });

  it('when somebody else moved the alias meanwhile', async () => {
    await open();
    await at.deploy('--zip', at.zip('1.0.0'), '--alias', 'live');
    at.server.before = (action) => {
      if (action === 'UpdateAlias') at.shop.moveAlias('live', { FunctionVersion: '1' });
    };
    const err = await failed('--zip', at.zip('1.1.0'), '--alias', 'live');
    expect(err)
      .to.contain('UpdateAlias of alias live of function shop: ')
      .and.to.contain('was changed by somebody else');
    expect(err).to.contain('logflume: shop: version 2 is logflume-lambda 1.1.0\n');
  });

  for (const action of [
    'GetFunctionConfiguration',
    'UpdateFunctionCode',
    'PublishVersion',
    'GetAlias',
    'CreateAlias',
  ]) {
    it(`when ${action} is denied, which is the permission that it names`, async () => {
      await open();
      at.server.before = (asked) => {
        if (asked !== action) return;
        throw new Refusal(403, 'AccessDeniedException', 'User: ann is not authorized');
      };
      const err = await failed('--zip', at.zip('1.0.0'), '--alias', 'live');
      expect(err).to.contain(`denied: these credentials have no permission lambda:${action} on `);
    });
  }

  for (const [configuration, problem] of [
    [{ State: 'Failed', StateReason: 'No subnet.' }, 'shop: its state is Failed: No subnet.; repair it first'],
    [{ PackageType: 'Image' }, 'shop: it is made from a container image, and takes no zip'],
    [
      { Runtime: 'python3.13' },
      'shop: its runtime is python3.13; the package needs one of Node.js, such as nodejs24.x',
    ],
    [{ Handler: 'main.handler' }, /shop: its handler is main\.handler, and .*zip has no file for it: it has index\n/],
  ] as const) {
    it(`when the function cannot take the package: ${Object.values(configuration).join(', ')}`, async () => {
      await open({ configuration });
      const err = await failed('--zip', at.zip('1.0.0'));
      if (typeof problem === 'string') expect(err).to.contain(problem);
      else expect(err).to.match(problem);
      expect(at.server.actions).not.to.contain('UpdateFunctionCode');
    });
  }

  it('when there is no such function', async () => {
    await open();
    expect(await failed('--function', 'shpo', '--zip', at.zip('1.0.0'))).to.contain(
      'there is no function shpo in this account',
    );
  });

  it('when there is no package, before it asks Lambda anything', async () => {
    await open();
    expect(await failed()).to.contain('dist/logflume-lambda-1.2.3.zip: there is no such file');
    expect(at.server.actions).to.deep.equal([]);
  });

  it('when there are no credentials', async () => {
    await open();
    unset('AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY');
    expect(await failed('--zip', at.zip('1.0.0'))).to.contain('there are no credentials; set AWS_PROFILE, or');
  });

  it('when there is no region', async () => {
    await open();
    unset('AWS_REGION', 'AWS_DEFAULT_REGION');
    const { code, err } = await command(['deploy', '--function', 'shop', '--zip', at.zip('1.0.0')]);
    expect(code).to.equal(1);
    expect(err).to.contain('no region is configured; set AWS_REGION');
  });
});

/** As on a machine that was never told of AWS. */
function unset(...names: readonly string[]): void {
  for (const name of [...names, 'AWS_PROFILE']) Reflect.deleteProperty(process.env, name);
  const files = { AWS_CONFIG_FILE: 'none', AWS_SHARED_CREDENTIALS_FILE: 'none' };
  Object.assign(process.env, { AWS_EC2_METADATA_DISABLED: 'true', ...files });
}

describe('an answer of Lambda that is lost', () => {
  it('is no reason to take the change for that of somebody else', async () => {
    const at = await account();
    try {
      let losses = 1;
      at.server.after = (action) => {
        if (action === 'UpdateFunctionCode' && losses-- > 0) throw new Refusal(500, 'ServiceException', 'Lost.');
      };
      at.shop.looks = 0;
      at.server.before = (action) => {
        if (action === 'UpdateFunctionCode' && losses === 0) at.shop.read(null);
      };
      const { code, told } = await at.deploy('--zip', at.zip('1.0.0'));
      expect([code, told.code]).to.deep.equal([0, 'updated']);
      expect(at.server.actions.filter((action) => action === 'UpdateFunctionCode')).to.have.length(2);
    } finally {
      await at.close();
    }
  });
});
