import type { Fault } from './faults.ts';
import type { Schedule } from './schedule.ts';

/** A schedule as a person would tell it, a line a thing. */
export function words(schedule: Schedule): string {
  const { seed, content, faults, flow, sink, forever, pieceBytes, readAttempts, anew } = schedule;
  const { format, lines, members, oddEvery } = content;
  const { connections, maxUnconfirmedBytes, sendAttempts, connectAttempts } = sink;
  const stored = members === 0 ? 'plain' : `gzip of ${members} members`;
  return [
    `seed ${seed}: ${lines} lines of ${format}, ${stored}${oddEvery > 0 ? `, one in ${oddEvery} odd` : ''}, ${pieceBytes} bytes at a time`,
    `  format ${flow.auto ? 'to be found out' : 'known'}, batches of ${flow.batchBytes} bytes, records ${flow.shape}`,
    `  ${connections} connections, ${maxUnconfirmedBytes} bytes unconfirmed at most`,
    `  attempts: ${readAttempts} to read, ${connectAttempts} to connect, ${sendAttempts} to send; then ${anew ? 'from the beginning' : 'from the checkpoint'}`,
    ...told('request', faults.requests),
    ...told('dial', faults.dials),
    ...told('connection', faults.connections),
    ...told('run', faults.runs),
    ...(forever === undefined ? [] : [`  every further connection: ${forever}`]),
  ].join('\n');
}

function told(place: string, faults: readonly (Fault | undefined)[]): string[] {
  return faults.flatMap((fault, n) =>
    fault === undefined ? [] : [`  ${place} ${n + 1}: ${fault.what} (${fault.at})`],
  );
}
