import type { SinkRun } from '../../src/stage.ts';
import { collector, type Collector, type CollectorOptions } from '../../src/testing/collector.ts';
import { tcp, type TcpOptions } from '../../sinks/tcp.ts';
import { sinkProbe, type SinkProbe } from './sink-probe.ts';

export interface Shipment {
  readonly server: Collector;
  readonly probe: SinkProbe;
  readonly run: SinkRun;
}

/** A collector and an open tcp sink that ships to it. Both are closed when the body has settled. */
export async function shipTo(
  mode: CollectorOptions,
  options: Omit<TcpOptions, 'host' | 'port'>,
  body: (shipment: Shipment) => Promise<void>,
): Promise<void> {
  const server = await collector(mode);
  try {
    const probe = sinkProbe();
    const run = await tcp({ host: server.host, port: server.port, ...options }).open(probe.context);
    try {
      await body({ server, probe, run });
    } finally {
      await run.close();
    }
  } finally {
    await server.close();
  }
}

/** Lets two of the payloads below be on their way over each of two connections, and none of these be replaced. */
export const ROOMY = { maxUnconfirmedBytes: 128 * 1024 * 1024 } as const;

/** More than the kernel's buffers of one loopback connection hold while nobody reads. */
export const MORE_THAN_FITS = 12 * 1024 * 1024;
