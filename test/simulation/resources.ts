import { readdirSync, readlinkSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';

/** Resources take a few turns of the event loop to be let go of. */
const TURNS = 200;

/** The turn that is being waited for; what the loader that compiles modules is asked through. */
const FOREIGN = ['Immediate', 'MessagePort'];

/** What keeps the process alive, by kind, and files that are open, by their paths; and how often. */
export function resources(): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const kind of [...process.getActiveResourcesInfo(), ...openFiles()]) {
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return counts;
}

/** Handles of files keep nothing alive, so that only the system tells of them: Linux does, by this directory. */
function openFiles(): readonly string[] {
  const folder = '/proc/self/fd';
  if (process.platform !== 'linux') return [];
  return readdirSync(folder).flatMap((descriptor) => {
    const path = linkAt(`${folder}/${descriptor}`);
    return path?.startsWith('/') === true && !path.startsWith('/proc/') ? [`handle of ${path}`] : [];
  });
}

/** Undefined where it is closed by now, as the handle of the directory itself is. */
function linkAt(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

/** What there is more of than there was before, in words; none once it has been let go of. */
export async function leftOver(before: ReadonlyMap<string, number>): Promise<readonly string[]> {
  for (let n = 0; n < TURNS && more(before).length > 0; n += 1) await turn();
  return more(before);
}

function more(before: ReadonlyMap<string, number>): readonly string[] {
  return [...resources()].flatMap(([kind, count]) => {
    const extra = count - (before.get(kind) ?? 0);
    return extra > 0 && !FOREIGN.includes(kind) ? [`${extra} ${kind} left`] : [];
  });
}
