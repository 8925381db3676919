import { expect } from 'chai';
import { SinkError } from '../../src/errors.ts';
import { eventId, flow, gunzip, memory, read, tcp, type RunEvent, type TcpOptions } from '../../src/index.ts';
import { generate } from '../../src/testing/generate.ts';
import { elb } from '../../transforms/formats/elb.ts';
import { caught } from '../helpers/caught.ts';
import { balanced, bytes } from '../helpers/runs.ts';
import { hindrance, Namespace } from './namespace.ts';

const logs = flow(gunzip(), read(elb, { batchBytes: 16_384 }), eventId());
const source = () => bytes([...generate.elb({ lines: 3000 })]);
/** Small enough for some twenty connections one after the other. */
const options = { maxUnconfirmedBytes: 256 << 10, retryDelayMs: 10, closeTimeoutMs: 2_000 } as const;

const hindered = hindrance();
const suite = hindered === undefined ? describe : describe.skip;
suite(`a network that swallows packets${hindered === undefined ? '' : ` (skipped: ${hindered})`}`, () => {
  let network: Namespace;
  let port: number;
  let expected: readonly string[];

  before(async () => {
    const sink = memory();
    await logs.to(sink).run(source());
    expected = [...sink.lines].sort();
  });
  beforeEach(async () => {
    network = new Namespace();
    port = await network.open();
  });
  afterEach(() => network.close());

  const ship = (onEvent: (event: RunEvent) => void, others: Partial<TcpOptions> = {}) =>
    logs.to(tcp({ host: network.host, port, ...options, ...others })).run(source(), { onEvent });

  it('delivers every line once where one packet in ten is lost', async () => {
    network.drop('tcp', 'dport', String(port), 'numgen', 'inc', 'mod', '10', '==', '9');
    const summary = balanced(await ship(() => undefined, { closeTimeoutMs: 30_000 }));
    expect(summary.resent.records).to.equal(0);
    expect([...(await network.lines())].sort()).to.deep.equal(expected);
  });

  it('sends again what went into a black hole, and loses nothing', async () => {
    network.drop('tcp', 'dport', String(port), 'quota', 'over', '600', 'kbytes');
    const summary = balanced(await ship((event) => event.type === 'socketFailed' && network.heal()));
    expect(summary.failures.sockets.total).to.be.above(0);
    expect(summary.resent.records).to.be.above(0);
    expect([...new Set(await network.lines())].sort()).to.deep.equal(expected);
  });

  it('fails within its bounds where the black hole stays, and counts as sent only what arrived', async () => {
    const bounds = { connectTimeoutMs: 1_500, connectAttempts: 2, sendAttempts: 2 };
    let swallowed = false;
    const swallow = ({ type }: RunEvent): void => {
      if (type !== 'delivered' || swallowed) return;
      swallowed = true;
      network.drop('tcp', 'dport', String(port));
    };
    const error = await caught(ship(swallow, bounds));
    expect(error).to.be.instanceOf(SinkError).and.to.include({ retryable: true });
    network.heal();
    const sent = error instanceof SinkError ? error.summary?.lines.sent : undefined;
    expect(sent)
      .to.be.above(0)
      .and.at.most((await network.lines()).length);
  });

  it('gives up a dial that nobody answers, and says for how long it waited', async () => {
    network.drop('tcp', 'dport', String(port));
    const error = await caught(ship(() => undefined, { connectTimeoutMs: 200, connectAttempts: 2 }));
    expect(error.message).to.match(/no answer within 200 ms .* after 2 attempts .*; does a firewall/);
  });
});
