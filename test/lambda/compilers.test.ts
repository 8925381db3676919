import { execFileSync } from 'node:child_process';
import { expect } from 'chai';
import { cleanEnv } from '../helpers/command.ts';
import { root } from '../helpers/examples.ts';

const SCRIPT = `
  import { defaultFlow } from './src/forward.ts';
  import { createHandler } from './src/lambda.ts';
  import { memory } from './src/testing/index.ts';
  const before = %IsMaglevEnabled();
  createHandler(defaultFlow().to(memory()));
  process.stdout.write(JSON.stringify([before, %IsMaglevEnabled()]));
`;

/** Whether Maglev may be used before and after a handler is made, in a process with this environment. */
function maglevAround(env: Readonly<Record<string, string>>): unknown {
  const args = ['--allow-natives-syntax', '--import', 'tsx', '--input-type=module', '--eval', SCRIPT];
  return JSON.parse(
    execFileSync(process.execPath, args, { cwd: root, env: { ...cleanEnv(), ...env }, encoding: 'utf8' }),
  );
}

const [major = 0] = process.versions.node.split('.').map(Number);
const suite = major >= 24 ? describe : describe.skip;

suite(`the compiler Maglev${major >= 24 ? '' : ' (skipped: this Node.js does not use it)'}`, () => {
  it('is left out by a handler in Lambda', () => {
    expect(maglevAround({ AWS_LAMBDA_RUNTIME_API: '127.0.0.1:9001' })).to.deep.equal([true, false]);
  });

  it('is left alone elsewhere', () => {
    expect(maglevAround({})).to.deep.equal([true, true]);
  });
});
