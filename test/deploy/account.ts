import type { Deployment } from '../../src/deploy/deploy.ts';
import { LambdaFunction, type FunctionOptions } from '../helpers/lambda-function.ts';
import { lambdaServer, type LambdaServer } from '../helpers/lambda-server.ts';
import { packageOf, packagesFolder } from '../helpers/packages.ts';
import { command, type Told } from '../helpers/world.ts';

/** An account with one function, which answers to `shop` and `ci-shop`, and packages to deploy to it. */
export interface Account {
  readonly shop: LambdaFunction;
  readonly server: LambdaServer;
  /** Writes a package of that version; gives its path. */
  readonly zip: (version: string) => string;
  /** `logflume deploy`, to `shop` where the flags name no other. */
  readonly deploy: (...flags: readonly string[]) => Promise<Told & { readonly told: Deployment }>;
  close(): Promise<void>;
}

const NOBODY = { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'nobody', AWS_REGION: 'us-east-1' };

export async function account(options: FunctionOptions = {}): Promise<Account> {
  const kept = { ...process.env };
  Object.assign(process.env, NOBODY);
  const shop = new LambdaFunction('shop', options);
  const server = await lambdaServer({ shop, 'ci-shop': shop });
  const folder = packagesFolder();
  return {
    shop,
    server,
    zip: (version) => folder.zip(`${version}.zip`, packageOf(version)),
    async deploy(...flags) {
      const named = flags.includes('--function') || flags.includes('--environment') ? [] : ['--function', 'shop'];
      const ended = await command(['deploy', ...named, '--endpoint-url', server.url, ...flags]);
      return { ...ended, told: JSON.parse(ended.out === '' ? '{}' : ended.out) as Deployment };
    },
    async close() {
      process.env = kept;
      folder.remove();
      await server.close();
    },
  };
}
