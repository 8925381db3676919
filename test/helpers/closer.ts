/** A process of its own that accepts connections and closes its side at once, without reading. It sends its port. */
import { collector } from '../../src/testing/collector.ts';

const server = await collector({ mode: 'early-end', afterBytes: 0 });
process.send?.(server.port);
