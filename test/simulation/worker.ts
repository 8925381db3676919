import { peakRssBytes } from './peak-rss.ts';
import { scheduleOf } from './schedule.ts';
import { simulate, type Findings } from './simulate.ts';
import { words } from './words.ts';

/** A process of its own for every n-th seed; arguments: the first, the last, the step. Sends what it found, seed by seed. */
export interface Message {
  readonly findings: Findings;
  readonly rssBytes: number;
  /** The schedule in words, where something was wrong. */
  readonly words: string | undefined;
}

// Nobody would hear what it finds.
process.on('disconnect', () => process.exit());
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
const [first = 1, last = 1, step = 1] = process.argv.slice(2).map(Number);
for (let seed = first; seed <= last; seed += step) {
  const schedule = scheduleOf(seed);
  const findings = await simulate(schedule);
  const rssBytes = peakRssBytes();
  const message: Message = { findings, rssBytes, words: findings.problems.length > 0 ? words(schedule) : undefined };
  process.send?.(message);
}
process.disconnect();
