import type { Fault } from './faults.ts';
import type { LetterSchedule } from './letter-schedule.ts';
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
    ...lettersIn(schedule.letters),
    ...told('request', faults.requests),
    ...told('dial', faults.dials),
    ...told('connection', faults.connections),
    ...told('run', faults.runs),
    ...told('letters', faults.letters),
    ...(forever === undefined ? [] : [`  every further connection: ${forever}`]),
  ].join('\n');
}

function told(place: string, faults: readonly (Fault | undefined)[]): string[] {
  return faults.flatMap((fault, n) =>
    fault === undefined ? [] : [`  ${place} ${n + 1}: ${fault.what} (${fault.at})`],
  );
}

function lettersIn(letters: LetterSchedule | undefined): string[] {
  if (letters === undefined) return [];
  const { place, rejects, maxBytes, putAttempts, forever, refused, replayed } = letters;
  const then = `${forever === undefined ? '' : `, then always ${forever}`}${replayed ? ', replayed in the end' : ''}`;
  return [
    `  dead letters: ${place}, rejects ${rejects}, ${maxBytes} bytes at most, ${putAttempts} attempts to put them${then}`,
    ...(refused === undefined ? [] : [`  the line that ${Math.floor(refused * 100)} % come before is refused`]),
  ];
}
