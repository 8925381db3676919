import { expect } from 'chai';
import { ConfigError } from '../../src/errors.ts';
import { flow } from '../../src/flow.ts';
import { packed } from '../../src/testing/batches.ts';
import { alb } from '../../transforms/formats/alb.ts';
import { text } from '../../transforms/formats/columns.ts';
import { delimited } from '../../transforms/formats/delimited.ts';
import { elb } from '../../transforms/formats/elb.ts';
import { omit } from '../../transforms/omit.ts';
import { read } from '../../transforms/read.ts';
import { rename } from '../../transforms/rename.ts';
import { set } from '../../transforms/set.ts';
import { timestamp } from '../../transforms/timestamp.ts';
import { applied } from '../helpers/applied.ts';
import { albExamples, elbExamples } from '../helpers/lines.ts';

describe('timestamp', () => {
  it('renames the time of classic lines to @timestamp, as written', async () => {
    const { output } = await applied(packed(elb, elbExamples.http), timestamp());
    expect(output[0]).to.include({ '@timestamp': '2015-05-13T23:39:43.945958Z' }).and.not.have.property('timestamp');
  });

  it('renames the time of ALB lines', async () => {
    const { output } = await applied(packed(alb, albExamples.http), timestamp());
    expect(output[0]).to.include({ '@timestamp': '2018-07-02T22:23:00.186641Z' }).and.not.have.property('time');
  });

  it('finds the time under another name, and does nothing the second time', () => {
    flow(read(elb), rename({ timestamp: 'at' }), timestamp(), timestamp());
  });

  const bare = delimited({ name: 'bare', columns: [text('a')] });
  const refused = {
    'where the format names no time': () => flow(read(bare), timestamp()),
    'where it was omitted': () => flow(read(elb), omit('timestamp'), timestamp()),
    'where it was replaced': () => flow(read(elb), set({ timestamp: 'now' }), timestamp()),
    'where @timestamp is taken': () => flow(read(elb), set({ '@timestamp': 'now' }), timestamp()),
  };
  for (const [what, build] of Object.entries(refused)) {
    it(`refuses ${what}, when the flow is built`, () => expect(build).to.throw(ConfigError));
  }
});
