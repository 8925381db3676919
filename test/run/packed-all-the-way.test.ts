import { expect } from 'chai';
import { defaultFlow } from '../../src/forward.ts';
import { derive, filter } from '../../src/lift.ts';
import { PackedRecords } from '../../src/packed.ts';
import type { Records } from '../../src/records.ts';
import { elb } from '../../transforms/formats/elb.ts';
import { omit } from '../../transforms/omit.ts';
import { balanced, bytes, elbLines, origin, sinkOf } from '../helpers/runs.ts';

const keeping = (batches: Records[]) => ({ write: (batch: Records) => Promise.resolve(void batches.push(batch)) });

describe('packed rows stay packed', () => {
  const own = Object.getOwnPropertyDescriptor(PackedRecords.prototype, 'materialise') ?? {};
  before(() => {
    PackedRecords.prototype.materialise = () => {
      throw new Error('rows were made objects');
    };
  });
  after(() => Object.defineProperty(PackedRecords.prototype, 'materialise', own));

  const full = { keyFields: true, rename: { elb: 'name' }, fields: { 'service.name': 'shop' }, eventId: 'event.id' };
  const key = '123456789012_elasticloadbalancing_us-east-2_shop_20140215T2340Z_10.0.0.1_20sg8hgm.log';
  const input = bytes([elbLines(50), 'no such line\n', elbLines(50)], { ...origin, key });

  it('from the first byte to the sink in the default flow, with every option, and in the names of ECS', async () => {
    for (const options of [{}, full, { ...full, rename: {}, ecs: true }]) {
      const batches: Records[] = [];
      const summary = balanced(
        await defaultFlow(options)
          .to(sinkOf(keeping(batches)))
          .run(input),
      );
      expect(summary.lines).to.include({ encountered: 101, parsed: 100, sent: 100 });
      expect(batches.map(({ form }) => form))
        .to.include('packed')
        .and.not.include('plain');
    }
  });

  it('under filter, derive and the verbs of the schema', async () => {
    const batches: Records[] = [];
    const flow = defaultFlow({ format: elb })
      .through(filter(() => true))
      .through(derive({ slow: () => false }))
      .through(omit('slow'));
    balanced(await flow.to(sinkOf(keeping(batches))).run(input));
    expect(batches.map(({ form }) => form))
      .to.include('packed')
      .and.not.include('plain');
  });
});
