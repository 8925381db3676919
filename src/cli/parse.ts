import { stdout } from '../../sinks/stdout.ts';
import { parseConfig } from '../config.ts';
import { flowOf, runOptionsOf } from '../forward.ts';
import { allOrProblems, type Invocation } from './invocation.ts';
import { runEach } from './run-each.ts';
import type { World } from './world.ts';

/** `logflume parse`: each source as JSON lines on stdout, in order. */
export async function parse(invocation: Invocation, world: World): Promise<number> {
  const { sources, client, close, config } = await allOrProblems(invocation, (flags) =>
    parseConfig({ env: world.env, flags }),
  );
  const flow = flowOf(config).to(stdout());
  const interrupts = world.interrupts();
  const say = (text: string): void => world.err(`logflume: ${text}\n`);
  try {
    return await runEach(flow, sources, {
      interrupts,
      say,
      optionsFor: () => runOptionsOf(config, client),
      ended: ({ summary: { source, checkpoint } }) => {
        if (checkpoint !== undefined) say(`${source}: go on with --resume '${JSON.stringify(checkpoint)}'`);
      },
    });
  } finally {
    interrupts.release();
    close();
  }
}
