import { messageOf } from '../../src/errors.ts';
import type { Source } from '../../src/stage.ts';
import { tcp } from '../../sinks/tcp.ts';
import { readLetters } from '../../transforms/read-letters.ts';
import { balanced } from '../helpers/runs.ts';
import { TORN } from './bad-disk.ts';
import { BadReceiver } from './bad-receiver.ts';
import type { Schedule } from './schedule.ts';
import { shipping } from './shipping.ts';

/**
 * Sends dead letters again, to a receiver that has no bad day. Tells in words what of `wanted` did not come, and what came
 * that is none of the `known` lines.
 */
export async function replayed(
  schedule: Schedule,
  letters: Source,
  wanted: ReadonlySet<string>,
  known: ReadonlySet<string>,
): Promise<readonly string[]> {
  const receiver = new BadReceiver({ connections: [], forever: undefined, struck: () => undefined });
  const port = await receiver.listen();
  try {
    const ship = shipping(schedule, readLetters).to(tcp({ host: '127.0.0.1', port, connections: 2 }));
    const { status } = balanced(await ship.run(letters));
    const came = new Set(receiver.inlets.flatMap((inlet) => (inlet.counts ? inlet.lines().whole : [])));
    const missing = [...wanted].filter((line) => !came.has(line));
    const strange = [...came].filter((line) => !known.has(line) && !line.includes(JSON.stringify(TORN).slice(1, -1)));
    return [
      ...(status === 'completed' ? [] : [`replay: ${status}`]),
      ...(missing.length === 0 ? [] : [`replay: ${missing.length} letters did not come, first ${missing[0]}`]),
      ...(strange.length === 0 ? [] : [`replay: ${strange.length} lines are new, first ${strange[0]}`]),
    ];
  } catch (thrown) {
    return [`replay: ${messageOf(thrown)}`];
  } finally {
    await receiver.close();
  }
}
