import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** What a process holds, as Linux tells it. */
export interface Holding {
  readonly rssMB: number;
  /** The most that it has ever held. */
  readonly peakRssMB: number;
  /** Files, sockets and pipes that are open. */
  readonly files: number;
  readonly sockets: number;
}

/** What the process of that id holds now. */
export function holdingOf(pid: number): Holding {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const megabytes = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1]) / 1024;
  const open = readdirSync(`/proc/${pid}/fd`).map((fd) => linkOf(`/proc/${pid}/fd/${fd}`));
  return {
    rssMB: megabytes('VmRSS'),
    peakRssMB: megabytes('VmHWM'),
    files: open.length,
    sockets: open.filter((target) => target.startsWith('socket:')).length,
  };
}

/** One that was closed in the meantime leads nowhere. */
function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}
