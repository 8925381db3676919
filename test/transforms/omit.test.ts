import { expect } from 'chai';
import { ConfigError } from '../../src/errors.ts';
import { flow } from '../../src/flow.ts';
import { packed } from '../../src/testing/batches.ts';
import { elb } from '../../transforms/formats/elb.ts';
import { omit } from '../../transforms/omit.ts';
import { read } from '../../transforms/read.ts';
import { applied } from '../helpers/applied.ts';
import { elbExamples } from '../helpers/lines.ts';

describe('omit', () => {
  it('leaves columns out', async () => {
    const { output } = await applied(packed(elb, elbExamples.https), omit('elb', 'user_agent', 'ssl_cipher'));
    expect(output[0]).to.include({ ssl_protocol: 'TLSv1.2' }).and.not.have.any.keys('elb', 'user_agent', 'ssl_cipher');
  });

  it('leaves the cells beyond the last column out', async () => {
    const { output } = await applied(packed(elb, `${elbExamples.http} more`), omit('extra'));
    expect(output[0]).to.not.have.property('extra');
  });

  it('refuses a column that is gone already, when the flow is built', () => {
    expect(() => flow(read(elb), omit('elb')).through(omit<object, never>('elb' as never))).to.throw(
      ConfigError,
      /no column `elb`/,
    );
  });
});
