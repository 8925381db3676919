import { expect } from 'chai';
import { ConfigError } from '../../src/errors.ts';
import { flow } from '../../src/flow.ts';
import { packed } from '../../src/testing/batches.ts';
import { elb } from '../../transforms/formats/elb.ts';
import { pick } from '../../transforms/pick.ts';
import { read } from '../../transforms/read.ts';
import { applied } from '../helpers/applied.ts';
import { elbExamples } from '../helpers/lines.ts';

const batch = packed(elb, elbExamples.http);

describe('pick', () => {
  it('keeps these columns alone, in the order they have', async () => {
    const { output } = await applied(batch, pick('client_ip', 'timestamp'));
    expect(JSON.stringify(output)).to.equal(
      '[{"timestamp":"2015-05-13T23:39:43.945958Z","client_ip":"192.168.131.39"}]',
    );
  });

  it('gives an empty object where all that was picked is empty', async () => {
    expect((await applied(batch, pick('ssl_cipher'))).output).to.deep.equal([{}]);
  });

  it('refuses an unknown column, when the flow is built', () => {
    expect(() => flow(read(elb)).through(pick<object, never>('nothing' as never))).to.throw(
      ConfigError,
      /no column `nothing`/,
    );
  });
});
