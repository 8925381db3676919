import { expect } from 'chai';
import { shipConfig } from '../../src/config.ts';
import { ConfigError } from '../../src/errors.ts';

/** The problems of the ConfigError that the promise rejects with; fails where it does anything else. */
export async function problemsIn(promise: Promise<unknown>): Promise<readonly string[]> {
  const result = await promise.then(
    () => undefined,
    (error: unknown) => () => {
      throw error;
    },
  );
  return problemsOf(result ?? (() => undefined));
}

/** The problems of the ConfigError that the call throws; fails where it throws anything else, or nothing. */
export function problemsOf(call: () => unknown): readonly string[] {
  try {
    call();
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return expect.fail('nothing was wrong');
}

/** The one problem of a configuration that is right but for this variable. */
export async function problemWith(name: string, value: string, format = 'auto'): Promise<string> {
  const env = { LOGFLUME_TO: 'tcp://logs.internal:5170', LOGFLUME_FORMAT: format, [name]: value };
  const problems = await problemsIn(shipConfig({ env }));
  expect(problems, problems.join('\n')).to.have.length(1);
  return problems[0] ?? '';
}
