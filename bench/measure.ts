/** What one process did. */
export interface Measured {
  readonly lines: number;
  /** From the opening of the file to the proof of delivery; the start of the process is not in it. */
  readonly seconds: number;
  /** User and system time of the whole process, its start included. */
  readonly cpuSeconds: number;
  /** The highest resident set of the process, as the system counted it. */
  readonly peakRssMB: number;
}

/** Runs `work`, which answers how many lines it moved, and prints what it took as one line of JSON. */
export async function measure(work: () => Promise<number>): Promise<void> {
  const began = performance.now();
  const lines = await work();
  const seconds = (performance.now() - began) / 1000;
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const cpuSeconds = (userCPUTime + systemCPUTime) / 1e6;
  const measured: Measured = { lines, seconds, cpuSeconds, peakRssMB: maxRSS / 1024 };
  process.stdout.write(`${JSON.stringify(measured)}\n`);
}

/** Reads what `measure` printed. */
export function measuredFrom(json: string): Measured {
  const value: unknown = JSON.parse(json);
  const number = (name: keyof Measured): number => {
    const member: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
    if (typeof member === 'number') return member;
    throw new TypeError(`no \`${name}\` in ${json}`);
  };
  return {
    lines: number('lines'),
    seconds: number('seconds'),
    cpuSeconds: number('cpuSeconds'),
    peakRssMB: number('peakRssMB'),
  };
}

/** The file and the port that a sender was given: `<file> <port>`. */
export function senderArguments(): { readonly path: string; readonly port: number } {
  const [path, port] = process.argv.slice(2);
  if (path !== undefined && Number(port) > 0) return { path, port: Number(port) };
  process.stderr.write('Usage: node <script> <file> <port of a collector on 127.0.0.1>\n');
  process.exit(2);
}
