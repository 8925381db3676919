/** What authors test stages, flows and sinks with: no stream, no socket, no cloud to set up. */
export { applyTo, type Applied, type JsonRecord } from './apply-to.ts';
export { packed, records, type BatchOptions } from './batches.ts';
export { closedPort, collector, type Collector, type CollectorMode, type CollectorOptions } from './collector.ts';
export { albLine, elbLine, generate } from './generate.ts';
export { memory, type MemorySink } from '../../sinks/memory.ts';
