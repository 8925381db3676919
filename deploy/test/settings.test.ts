import { expect } from 'chai';
import { settings } from '../../src/settings.ts';
import { settingNames, variableOf, variables } from '../lib/settings.ts';

/** Those that the stack itself decides. */
const DECIDED = ['to', 'deadLetter', 'continueQueue', 'metrics', 'partialBatches'];

describe('the settings of the stack', () => {
  it('are those of the function', () => {
    const names: readonly string[] = settings.map(({ name }) => name).filter((name) => !DECIDED.includes(name));
    expect(settingNames).to.have.members([...names]);
  });

  it('have the variables of the function', () => {
    for (const { name, variable } of settings) expect(variableOf(name)).to.equal(variable);
  });

  it('are left to the function where they are not given', () => {
    expect(variables({})).to.deep.equal({});
    expect(variables({ format: undefined, keyFields: false })).to.deep.equal({ LOGFLUME_KEY_FIELDS: 'off' });
  });
});
