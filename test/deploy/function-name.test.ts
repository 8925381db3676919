import { expect } from 'chai';
import { functionName } from '../../src/deploy/function-name.ts';

const arn = 'arn:aws:lambda:eu-west-1:123456789012:function:elb-logs';

describe('the function to deploy to', () => {
  for (const name of ['elb-logs', 'a', 'x'.repeat(64), arn]) {
    it(`is named by ${name}`, () => {
      expect(functionName({ function: name })).to.deep.equal({ name, problems: [] });
    });
  }

  it('is named by environment and component', () => {
    const named = functionName({ environment: 'production', component: 'elb-logs' });
    expect(named).to.deep.equal({ name: 'production-elb-logs', problems: [] });
  });

  for (const [flags, problem] of [
    [{}, 'name the function: --function name, or --environment and --component'],
    [{ environment: 'ci' }, 'name the function: --function name, or --environment and --component'],
    [
      { function: 'a', component: 'b' },
      '--function: goes without --environment and --component, which make a name too',
    ],
    [{ function: 'a:live' }, 'not "a:live"; an alias is named by --alias'],
    [{ function: `${arn}:7` }, 'or its ARN without a qualifier, not'],
    [{ function: 'x'.repeat(65) }, '--function: must be the name of a function, up to 64 letters'],
    [{ environment: 'c i', component: 'b' }, '--environment: must be letters, digits, - and _, not "c i"'],
    [{ environment: 'ci', component: '' }, '--component: must be letters, digits, - and _, not ""'],
    [{ environment: 'ci', component: 'x'.repeat(62) }, 'is longer than the 64 characters'],
  ] as const) {
    it(`is not named by ${JSON.stringify(flags).slice(0, 60)}`, () => {
      const { problems } = functionName(flags);
      expect(problems).to.have.length(1);
      expect(problems[0]).to.contain(problem);
    });
  }
});
