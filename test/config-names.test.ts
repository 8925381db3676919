import { expect } from 'chai';
import { shipConfig } from '../src/config.ts';
import { problemsIn, problemWith } from './helpers/problems.ts';

const LOGFLUME_TO = 'tcp://logs.internal:5170';
const ship = (env: Readonly<Record<string, string>>) => shipConfig({ env: { LOGFLUME_TO, ...env } });

describe('names in the configuration', () => {
  for (const [name, value, problem] of [
    ['LOGFLUME_RENAME', 'a', '"a" is no pair'],
    ['LOGFLUME_RENAME', 'elb=a b', '"elb=a b" is no pair'],
    ['LOGFLUME_RENAME', 'elb=a,', '"" is no pair'],
    ['LOGFLUME_RENAME', 'elb=a,elb=b', 'names "elb" twice'],
    ['LOGFLUME_RENAME', '{"elb": 1}', 'must give "elb" a name'],
    ['LOGFLUME_RENAME', 'elb=a..b', 'has an empty part'],
    ['LOGFLUME_RENAME', 'elb=__proto__', '__proto__'],
    ['LOGFLUME_RENAME', 'ebl=a', 'there is no column `ebl` (elb, alb'],
    ['LOGFLUME_RENAME', 'eventName=a', 'if the records are JSON, name the format'],
    ['LOGFLUME_FIELDS', '=a', '"=a" is no pair'],
    ['LOGFLUME_FIELDS', '{"__proto__": 1}', '__proto__'],
    ['LOGFLUME_EVENT_ID', '', 'has an empty part'],
  ] as const) {
    it(`are not ${name}=${value}`, async () => {
      const problem_ = await problemWith(name, value);
      expect(problem_)
        .to.contain(problem)
        .and.match(/^(LOGFLUME_\w+|eventId): /);
    });
  }

  for (const [name, value, problem] of [
    ['LOGFLUME_RENAME', 'elb=client_ip', '`client_ip` would stand for two columns'],
    ['LOGFLUME_FIELDS', 'elb.name=a', '`elb.name` would nest inside of `elb`'],
    ['LOGFLUME_EVENT_ID', 'elb.id', '`elb.id` would nest inside of `elb`'],
  ] as const) {
    it(`are not ${name}=${value} for the format \`elb\``, async () => {
      expect(await problemWith(name, value, 'elb')).to.contain(problem);
    });
  }

  it('are checked against the one format that is named', async () => {
    const env = { LOGFLUME_FORMAT: 'elb', LOGFLUME_RENAME: 'target_ip=a' };
    expect((await problemsIn(ship(env)))[0]).to.match(
      /^LOGFLUME_RENAME: there is no column `target_ip`; there are @timestamp/,
    );
    expect((await ship({ ...env, LOGFLUME_FORMAT: 'alb' })).rename).to.deep.equal({ target_ip: 'a' });
  });

  it('may be any where records are JSON', async () => {
    const env = { LOGFLUME_FORMAT: 'cloudtrail', LOGFLUME_RENAME: 'eventName=event.action' };
    expect((await ship(env)).rename).to.deep.equal({ eventName: 'event.action' });
  });

  it('are right with `auto` where one format has them', async () => {
    expect((await ship({ LOGFLUME_RENAME: 'target_ip=a' })).rename).to.deep.equal({ target_ip: 'a' });
  });
});
