import { expect } from 'chai';
import { formats } from '../../../transforms/formats/registry.ts';
import { fuzz } from '../../helpers/fuzz-format.ts';
import { samples } from '../../helpers/samples/index.ts';

/** `npm run fuzz` mutates more. */
const LINES = 1000;

describe('mutated lines', () => {
  for (const [name, format] of Object.entries(formats)) {
    it(`of ${name} are records or counted rejects, and leave their neighbours alone`, async () => {
      const sample = samples[name];
      if (sample === undefined) throw new Error(`no sample of ${name} in test/helpers/samples`);
      const { mutated, encountered, parsed, rejected, skipped, failed } = await fuzz(format, sample, LINES);
      expect(mutated).to.be.at.least(LINES);
      expect(parsed + rejected + skipped).to.equal(encountered);
      expect(rejected + failed).to.be.above(0);
    });
  }
});
