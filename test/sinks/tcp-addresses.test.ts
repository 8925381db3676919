import { expect } from 'chai';
import type { LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { SinkError } from '../../src/errors.ts';
import { closedPort, collector } from '../../src/testing/index.ts';
import { Addresses } from '../../sinks/addresses.ts';
import { tcp } from '../../sinks/tcp.ts';
import { jsonBatch } from '../helpers/batch.ts';
import { rejection, sinkProbe } from '../helpers/sink-probe.ts';

/** Any name has these addresses. */
function answering(...addresses: readonly string[]): LookupFunction {
  const all = addresses.map((address) => ({ address, family: 4 }));
  return (_host, _options, answer) => answer(null, all);
}

const name = { host: 'logs.test', retryDelayMs: 1 } as const;

describe('tcp to a host name with several addresses', () => {
  it('tries all of them', async () => {
    const server = await collector();
    const lookup = answering('127.0.0.3', '127.0.0.2', '127.0.0.1');
    const probe = sinkProbe();
    const run = await tcp({ ...name, port: server.port, lookup }).open(probe.context);
    await run.write(jsonBatch([{ a: 1 }]));
    await run.flush();
    await run.close();
    expect(server.lines()).to.have.length(1);
    expect(probe.of('connected').map(({ attempts }) => attempts)).to.deep.equal([1]);
    expect(probe.of('socketFailed')).to.be.empty;
    await server.close();
  });

  it('tells what became of each when none answers', async () => {
    const port = await closedPort();
    const sink = tcp({ ...name, port, connectAttempts: 1, lookup: answering('127.0.0.2', '127.0.0.1') });
    const error = await rejection(sink.open(sinkProbe().context), SinkError);
    expect(error.message).to.equal(
      `tcp logs.test:${port}: connect ECONNREFUSED 127.0.0.2:${port}; connect ECONNREFUSED 127.0.0.1:${port} ` +
        'after 1 attempt (0.0 s); is the collector listening?',
    );
  });
});

describe('the addresses of a host', () => {
  const ordered = (addresses: Addresses): readonly string[] => {
    let found: readonly LookupAddress[] = [];
    addresses.lookup('logs.test', { all: true }, (_error, all) => (found = Array.isArray(all) ? all : []));
    return found.map(({ address }) => address);
  };

  it('are tried as the name server gives them', () => {
    expect(ordered(new Addresses(answering('10.0.0.1', '10.0.0.2')))).to.deep.equal(['10.0.0.1', '10.0.0.2']);
  });

  it('are tried last after they failed, the latest at the end', () => {
    const addresses = new Addresses(answering('10.0.0.1', '10.0.0.2', '10.0.0.3'));
    for (const failed of ['10.0.0.2', '10.0.0.1', undefined, '10.0.0.2']) addresses.blame(failed);
    expect(ordered(addresses)).to.deep.equal(['10.0.0.3', '10.0.0.1', '10.0.0.2']);
  });
});
