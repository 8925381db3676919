import { expect } from 'chai';
import { ConfigError } from '../../src/errors.ts';
import { flow } from '../../src/flow.ts';
import { packed, records } from '../../src/testing/batches.ts';
import { elb } from '../../transforms/formats/elb.ts';
import { read } from '../../transforms/read.ts';
import { rename } from '../../transforms/rename.ts';
import { applied } from '../helpers/applied.ts';
import { elbExamples } from '../helpers/lines.ts';

const batch = packed(elb, elbExamples.http);

describe('rename', () => {
  it('gives columns other names, and keeps their order', async () => {
    const { output } = await applied(batch, rename({ timestamp: '@timestamp', elb: 'name' }));
    expect(Object.keys(output[0] ?? {}).slice(0, 3)).to.deep.equal(['@timestamp', 'name', 'client_ip']);
  });

  it('swaps two columns', async () => {
    const { output } = await applied(batch, rename({ client_ip: 'backend_ip', backend_ip: 'client_ip' }));
    expect(output[0]).to.include({ client_ip: '10.0.0.1', backend_ip: '192.168.131.39' });
  });

  it('nests a name at its dots', async () => {
    const { output } = await applied(batch, rename({ client_ip: 'client.ip', client_port: 'client.port' }));
    expect(output[0]?.client).to.deep.equal({ ip: '192.168.131.39', port: 2817 });
  });

  it('changes nothing where no name is given', async () => {
    expect((await applied(batch, rename({}))).output).to.deep.equal(
      (await applied(batch, rename({ elb: 'elb' }))).output,
    );
  });

  it('is not changed by what becomes of its argument', async () => {
    const names = { a: 'b' };
    const stage = rename<{ a: number }, { a: string }>(names);
    names.a = 'c';
    expect((await applied(records([{ a: 1 }]), stage)).output).to.deep.equal([{ b: 1 }]);
  });

  const refused: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    'an unknown column': { nothing: 'x' },
    'a name that is taken': { elb: 'client_ip' },
    'a clash of value and node': { elb: 'client_ip.name' },
  };
  for (const [what, names] of Object.entries(refused)) {
    it(`refuses ${what} when the flow is built, in its name`, () => {
      const stage = rename<unknown, object>(names);
      expect(() => flow(read(elb)).through(stage))
        .to.throw(ConfigError)
        .with.property('stage', 'rename');
    });
  }
});
