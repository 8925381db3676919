import type { S3Client } from '@aws-sdk/client-s3';
import type { Checkpoint } from '../../src/checkpoint.ts';
import type { BoundFlow } from '../../src/flow.ts';
import { attempt, type Outcome } from '../../src/outcome.ts';
import type { RunOptions } from '../../src/run.ts';
import { fromCheckpoint } from '../../src/sources/from-checkpoint.ts';
import { s3Object, type S3ReadOptions } from '../../src/sources/s3.ts';
import type { RunEvent } from '../../src/stage.ts';
import { BUCKET, KEY } from './expected.ts';
import type { Fault } from './faults.ts';

export interface RunSettings {
  readonly ship: BoundFlow;
  readonly client: S3Client;
  readonly reading: S3ReadOptions;
  readonly from: Checkpoint | undefined;
  readonly fault: Fault | undefined;
  /** Hears of the fault when it comes about. */
  readonly struck: (what: string) => void;
  readonly onEvent: (event: RunEvent) => void;
  /** What becomes of what cannot be sent, and of rejects. */
  readonly letters?: Pick<RunOptions, 'deadLetters' | 'rejects'> | undefined;
  /** Lets the caller give up, whatever the fault. */
  readonly giveUp?: AbortController;
}

/** Ships the object, or the rest of it, with what may end a run early. */
export async function oneRun(settings: RunSettings): Promise<Outcome> {
  const { ship, client, from, fault, struck, onEvent, letters, giveUp = new AbortController() } = settings;
  const stop = new AbortController();
  const strike = (): void => {
    if (fault === undefined || stop.signal.aborted || giveUp.signal.aborted) return;
    struck(fault.what);
    if (fault.what.startsWith('aborted')) giveUp.abort(new Error('the caller gave up'));
    else stop.abort();
  };
  const due = fault === undefined ? () => false : dueOn(fault);
  const hear = (event: RunEvent): void => {
    onEvent(event);
    if (!due(event)) return;
    if (fault?.what === 'stopped' || fault?.what === 'aborted') setImmediate(strike);
    else strike();
  };
  if (fault?.at === 0 && !fault.what.includes(' on a ')) strike();
  const reading = { ...settings.reading, client };
  const source =
    from === undefined ? s3Object({ bucket: BUCKET, key: KEY, ...reading }) : fromCheckpoint(from, reading);
  return attempt(ship, source, {
    ...letters,
    signal: giveUp.signal,
    stopping: stop.signal,
    progressTimeoutMs: 20_000,
    onEvent: hear,
  });
}

/** Whether the time for a fault has come with this event; asked for each. */
function dueOn({ what, at }: Fault): (event: RunEvent) => boolean {
  if (what.endsWith('on a delivery')) return ({ type }) => type === 'delivered';
  if (what.endsWith('on a failure')) return ({ type }) => ['readFailed', 'socketFailed', 'resent'].includes(type);
  let read = 0;
  return (event) => {
    if (event.type === 'read') read += event.bytes;
    return event.type === 'read' && read >= at;
  };
}
