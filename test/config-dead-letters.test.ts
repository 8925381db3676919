import { expect } from 'chai';
import { parseConfig, shipConfig } from '../src/config.ts';
import { problemsIn } from './helpers/problems.ts';

const env = { LOGFLUME_TO: 'tcp://logs.internal:5170' };

describe('the configuration of dead letters', () => {
  for (const place of ['s3://letters', 's3://letters/a/prefix', 'letters.jsonl', './letters/']) {
    it(`takes ${place}`, async () => {
      const config = await shipConfig({
        env: { ...env, LOGFLUME_DEAD_LETTER: place, LOGFLUME_REJECTS: 'dead-letter' },
      });
      expect([config.deadLetter, config.rejects, config.maxDeadLetterBytes]).to.deep.equal([
        place,
        'dead-letter',
        32 << 20,
      ]);
    });
  }

  for (const place of ['', 'https://letters', 's3:///x', 's3://a b/c']) {
    it(`refuses "${place}"`, async () => {
      const [problem] = await problemsIn(shipConfig({ env, flags: { deadLetter: [place] } }));
      expect(problem).to.match(/^--dead-letter: must be s3:\/\/bucket\/prefix or a path, not "/);
    });
  }

  for (const configure of [shipConfig, parseConfig]) {
    it(`wants a place for rejects that are to be some (${configure.name})`, async () => {
      const told = 'dead-letter needs a place for them, LOGFLUME_DEAD_LETTER or --dead-letter';
      const flags = { rejects: ['dead-letter'] };
      expect(await problemsIn(configure({ env, flags }))).to.deep.equal([`--rejects: ${told}`]);
      const variables = { ...env, LOGFLUME_REJECTS: 'dead-letter' };
      expect(await problemsIn(configure({ env: variables }))).to.deep.equal([`LOGFLUME_REJECTS: ${told}`]);
    });
  }
});
