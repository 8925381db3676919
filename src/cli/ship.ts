import { shipConfig } from '../config.ts';
import { forward, runOptionsOf } from '../forward.ts';
import { summaryLine } from '../outcome.ts';
import { followRun, type Progress } from './progress.ts';
import { runEach } from './run-each.ts';
import { allOrProblems, type Invocation } from './invocation.ts';
import type { World } from './world.ts';

/** `logflume ship`: each source through the default flow into a collector, a summary on stdout for each. */
export async function ship(invocation: Invocation, world: World): Promise<number> {
  const { sources, close, config } = await allOrProblems(invocation, (flags) => shipConfig({ env: world.env, flags }));
  const flow = forward(config);
  const interrupts = world.interrupts();
  let progress: Progress | undefined;
  try {
    return await runEach(flow, sources, {
      interrupts,
      say: (text) => world.err(`logflume: ${text}\n`),
      optionsFor: (uri, index) => {
        progress = followRun(sources.length > 1 ? `${index + 1}/${sources.length} ${uri}` : uri, world);
        return { ...runOptionsOf(config), ...progress.options };
      },
      ended: (outcome) => {
        progress?.end();
        world.out(summaryLine(outcome));
      },
    });
  } finally {
    interrupts.release();
    close();
  }
}
