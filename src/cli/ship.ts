import { shipConfig } from '../config.ts';
import { defaultFlow, forward, replayFlow, runOptionsOf } from '../forward.ts';
import { summaryLine } from '../outcome.ts';
import { followRun, type Progress } from './progress.ts';
import { runEach } from './run-each.ts';
import { allOrProblems, type Invocation } from './invocation.ts';
import type { World } from './world.ts';

/** `logflume ship`: each source through the default flow into a collector, a summary on stdout for each. */
export function ship(invocation: Invocation, world: World): Promise<number> {
  return send(invocation, world, defaultFlow);
}

/** `logflume replay`: the same with sources that are dead letters. */
export function replay(invocation: Invocation, world: World): Promise<number> {
  return send(invocation, world, replayFlow);
}

async function send(invocation: Invocation, world: World, begin: typeof defaultFlow): Promise<number> {
  const { sources, client, close, config } = await allOrProblems(invocation, (flags) =>
    shipConfig({ env: world.env, flags }),
  );
  const flow = forward(config, begin);
  const interrupts = world.interrupts();
  let progress: Progress | undefined;
  try {
    return await runEach(flow, sources, {
      interrupts,
      say: (text) => world.err(`logflume: ${text}\n`),
      optionsFor: (uri, index) => {
        progress = followRun(sources.length > 1 ? `${index + 1}/${sources.length} ${uri}` : uri, world);
        return { ...runOptionsOf(config, client), ...progress.options };
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
