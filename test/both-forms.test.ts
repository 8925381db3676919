import { expect } from 'chai';
import fc from 'fast-check';
import { ConfigError } from '../src/errors.ts';
import type { LineFormat } from '../src/format.ts';
import type { Records, Reject } from '../src/records.ts';
import { PackedSchema } from '../src/schema.ts';
import { packed } from '../src/testing/batches.ts';
import { elbLine, mulberry32 } from '../src/testing/generate.ts';
import { elb } from '../transforms/formats/elb.ts';
import { mutated, runs } from './helpers/fuzz.ts';
import { programs, pushed, type Row, type RowStage } from './helpers/programs.ts';

/** JSON lines as a receiver that has only doubles reads them. */
function read(batch: Records): unknown {
  const lines = batch.encode().bytes.toString().split('\n').slice(0, -1);
  return lines.map((line): unknown => JSON.parse(JSON.stringify(JSON.parse(line))));
}

/** All that is the same in both forms; who found out that JSON cannot hold a record is not. */
const facts = ({ kind, offset, ordinal, reason, text }: Reject): unknown => ({ kind, offset, ordinal, reason, text });

const inputs = mutated(
  fc
    .array(fc.integer(), { minLength: 1, maxLength: 4 })
    .map((seeds) => seeds.map((seed) => elbLine(mulberry32(seed))).join('\n')),
  4,
);

/** The batch after the stage; undefined where the schema refuses it when the flow is built. */
async function attempted(stage: RowStage, batch: Records<Row>): Promise<Records<Row> | undefined> {
  try {
    return await pushed(stage, batch);
  } catch (error) {
    if (error instanceof ConfigError) return undefined;
    throw error;
  }
}

describe('packed and plain records', () => {
  it('are the same JSON, of the same places, and the same rejects after any stages', async () => {
    const empties = fc.constantFrom('omit' as const, 'null' as const, 'keep' as const);
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(inputs, programs, empties, async (input, program, empty) => {
        const options = { origin: { uri: 'x:', identity: 'an object' }, start: 1000, empty };
        const begun: Records<Row> = packed(elb as LineFormat<Row>, input, options);
        let [one, other]: [Records<Row>, Records<Row>] = [begun, begun.materialise()];
        for (const choose of program) {
          const { schema } = one;
          const stage = choose(
            schema instanceof PackedSchema ? schema.columns.map(({ name }) => name) : ['elb', 'x', 'made'],
          );
          const next = await attempted(stage, one);
          if (next === undefined) continue;
          [one, other] = [next, await pushed(stage, other)];
        }
        const sealed = [one.seal(), other.seal()] as const;
        expect(read(sealed[0])).to.deep.equal(read(sealed[1]));
        expect(sealed[0].rejects.map(facts)).to.deep.equal(sealed[1].rejects.map(facts));
        expect(sealed[0].length).to.equal(sealed[1].length);
        const places = sealed.map((batch) => batch.places());
        expect(places[0]).to.deep.equal(places[1]);
        expect(places[0]?.length).to.equal(sealed[0].encode().bytes.toString().split('\n').length - 1);
        compared += sealed[0].length;
      }),
      runs(400),
    );
    expect(compared).to.be.above(100);
  });
});
