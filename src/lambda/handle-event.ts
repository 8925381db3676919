import { answerTo, type Answer } from './answer.ts';
import { partsOf, type EventPart } from '../events/event-parts.ts';
import type { BoundFlow } from '../flow.ts';
import { InvocationClock, type Invocation } from './invocation-clock.ts';
import { lanesOf, placesOf, type Lane } from './lanes.ts';
import { isLetterFile } from '../letter.ts';
import { metricsLine, tallyOf, type MetricsPlace } from './metrics.ts';
import { lineOf } from '../outcome.ts';
import { heldBack, ObjectShipper, type Settled, type ShippingOptions } from './ship-object.ts';
import { sideBySide } from './side-by-side.ts';

export interface EventSettings extends ShippingOptions {
  readonly closeTimeoutMs: number;
  /** How many objects are read at a time, if they are small. */
  readonly concurrency: number;
  /** Whether messages of SQS fail one by one. */
  readonly partialBatches: boolean;
  /** Where metrics go; undefined or false: nowhere. */
  readonly metrics: MetricsPlace | undefined | false;
}

/** Ships what an event is about, and gives the answer to Lambda. Throws what `createHandler` says. */
export async function handleEvent(
  flow: BoundFlow,
  settings: EventSettings,
  event: unknown,
  invocation: Invocation | undefined,
): Promise<Answer> {
  const began = performance.now();
  const { log, metrics, concurrency, closeTimeoutMs, partialBatches } = settings;
  const parts = partsOf(event);
  for (const line of parts.flatMap(passedOverLines)) log(line);
  const clock = new InvocationClock(invocation, closeTimeoutMs);
  const shipper = new ObjectShipper(flow, settings, clock);
  const settled: Settled[] = [];
  const settle = async (lane: Lane): Promise<void> => {
    let failed = false;
    for (const task of lane) {
      const done: Settled = failed ? heldBack(task) : await shipper.settle(task);
      failed ||= done.error !== undefined;
      settled.push(done);
      log(lineOf(done.told, done.error));
    }
  };
  try {
    await sideBySide(lanesOf(parts), concurrency, placesOf, settle);
  } finally {
    clock.stop();
  }
  settled.sort((one, other) => one.task.place - other.task.place);
  if (metrics) {
    const tally = { ...tallyOf(settled), durationMs: performance.now() - began };
    log(metricsLine(tally, metrics));
  }
  return answerTo(parts, settled, partialBatches);
}

/** Objects of which there is nothing to read; dead letters would be rejected as logs, and come back for ever. */
function passedOverLines({ passedOver, objects }: EventPart): readonly string[] {
  const letters = objects.filter(({ key }) => isLetterFile(key));
  return [
    ...passedOver.map(({ source, ...why }) => lineOf({ source, status: 'passedOver', ...why })),
    ...letters.map(({ bucket, key, event }) => {
      const source = `s3://${bucket}/${key}`;
      return lineOf({ source, status: 'passedOver', event, reason: 'it holds dead letters' });
    }),
  ];
}
