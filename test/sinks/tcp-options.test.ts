import { expect } from 'chai';
import { ConfigError } from '../../src/errors.ts';
import { tcp } from '../../sinks/tcp.ts';

function problemsOf(options: Parameters<typeof tcp>[0]): readonly string[] {
  try {
    tcp(options);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
  }
  return [];
}

describe('tcp options', () => {
  it('need only a host and a port', () => {
    expect(tcp({ host: 'logs.internal', port: 5170 }).name).to.equal('tcp');
  });

  it('are refused all at once, by name', () => {
    const surplus = { conections: 3 };
    const problems = problemsOf({ host: ' ', port: 0, connections: 1.5, retryDelayMs: -1, ...surplus });
    expect(problems).to.have.length(5);
    for (const [index, name] of ['host', 'port', 'connections', 'retryDelayMs', 'conections'].entries()) {
      expect(problems[index]).to.contain(`\`${name}\``);
    }
  });

  it('say what was given and what would do', () => {
    expect(problemsOf({ host: 'a', port: 70_000 })).to.deep.equal([
      'tcp: `port` must be an integer from 1 to 65535, not 70000',
    ]);
  });

  for (const host of ['', 'logs:5170', 'tcp://logs', 'a b']) {
    it(`refuse ${JSON.stringify(host)} as a host`, () => {
      expect(problemsOf({ host, port: 1 })).to.have.length(1);
    });
  }

  for (const host of ['logs.internal', '10.0.0.1', '::1', 'fe80::1%eth0']) {
    it(`take ${host} as a host`, () => {
      expect(problemsOf({ host, port: 1 })).to.be.empty;
    });
  }
});
