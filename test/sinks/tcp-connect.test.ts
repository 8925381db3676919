import { expect } from 'chai';
import { AbortError, SinkError } from '../../src/errors.ts';
import { closedPort, collector } from '../../src/testing/collector.ts';
import { tcp } from '../../sinks/tcp.ts';
import { unreachable } from '../../sinks/tcp-errors.ts';
import { rejection, sinkProbe } from '../helpers/sink-probe.ts';

const host = '127.0.0.1';

describe('tcp connecting', () => {
  it('gives up a refused port after `connectAttempts`, with the true cause', async () => {
    const port = await closedPort();
    const { context, of } = sinkProbe();
    const sink = tcp({ host, port, connectAttempts: 3, retryDelayMs: 1 });
    const error = await rejection(sink.open(context), SinkError);
    expect(error).to.include({ code: 'ERR_SINK', stage: 'tcp', retryable: true });
    expect(error.cause).to.be.instanceOf(Error).and.include({ code: 'ECONNREFUSED' });
    expect(error.message).to.match(
      /^tcp 127\.0\.0\.1:(\d+): connect ECONNREFUSED 127\.0\.0\.1:\1 after 3 attempts \(0\.\d s\); is the collector listening\?$/,
    );
    expect(of('socketFailed')).to.have.length(3);
    expect(of('connected')).to.be.empty;
    expect(of('disconnected')).to.be.empty;
  });

  it('waits longer after every attempt', async () => {
    const port = await closedPort();
    const started = performance.now();
    const sink = tcp({ host, port, connectAttempts: 4, retryDelayMs: 20 });
    await rejection(sink.open(sinkProbe().context), SinkError);
    // Half of 20 + 40 + 80 at least; timers may fire a millisecond early.
    expect(performance.now() - started).to.be.within(67, 1000);
  });

  it('goes on when the collector comes up in the meantime, and says how many attempts it took', async () => {
    const port = await closedPort();
    const probe = sinkProbe();
    const opening = tcp({ host, port, retryDelayMs: 20 }).open(probe.context);
    await probe.next('socketFailed');
    const server = await collector({ port });
    const run = await opening;
    const attempts = probe.of('socketFailed').length + 1;
    expect(probe.of('connected')).to.deep.equal([{ type: 'connected', to: `${host}:${port}`, attempts }]);
    await run.close();
    await server.close();
  });

  it('names every address that was tried, where Node has no message of its own', () => {
    const causes = [new Error('connect ECONNREFUSED ::1:1'), new Error('connect ECONNREFUSED 127.0.0.1:1')];
    const cause = Object.assign(new AggregateError(causes), { code: 'ECONNREFUSED' });
    expect(unreachable('localhost:1', cause, 1, 12).message).to.equal(
      'tcp localhost:1: connect ECONNREFUSED ::1:1; connect ECONNREFUSED 127.0.0.1:1 after 1 attempt (0.0 s); is the collector listening?',
    );
  });

  it('asks about the name when it is unknown', async () => {
    const sink = tcp({ host: 'nobody.invalid', port: 1, connectAttempts: 1 });
    const error = await rejection(sink.open(sinkProbe().context), SinkError);
    expect(error.message).to.match(
      /nobody\.invalid:1: getaddrinfo (ENOTFOUND|EAI_AGAIN) nobody\.invalid after 1 attempt/,
    );
  });

  it('ends at once when the run is aborted between two attempts', async () => {
    const port = await closedPort();
    const { context, next, abort, of } = sinkProbe();
    const started = performance.now();
    const opening = rejection(tcp({ host, port, retryDelayMs: 60_000 }).open(context), AbortError);
    await next('socketFailed');
    abort();
    const error = await opening;
    expect(error).to.include({ code: 'ERR_ABORTED', stage: 'tcp' });
    expect(error.cause).to.include({ message: 'enough' });
    expect(of('socketFailed')).to.have.length(1);
    expect(performance.now() - started).to.be.below(1000);
  });

  it('does not begin when the run is aborted already', async () => {
    const server = await collector();
    const { context, abort } = sinkProbe();
    abort();
    await rejection(tcp({ host, port: server.port }).open(context), AbortError);
    expect(server.connections).to.equal(0);
    await server.close();
  });
});
