/** What one process did. */
export interface Measured {
  /** Lines or records that it takes for delivered; 0 for a copy, which knows no lines. */
  readonly lines: number;
  /** From the opening of the file to the proof of delivery; the start of the process is not in it. */
  readonly seconds: number;
  /** User and system time of the whole process, its start included. */
  readonly cpuSeconds: number;
  /** The part of them that was gone when everything was imported and built. */
  readonly startCpuSeconds: number;
  /** The highest resident set of the process, as the system counted it. */
  readonly peakRssMB: number;
}

/** Runs `work`, which answers how many lines it delivered, and prints what it took as one line of JSON. */
export async function measure(work: () => Promise<number>): Promise<void> {
  const startCpuSeconds = cpuSecondsSoFar();
  const began = performance.now();
  const lines = await work();
  const seconds = (performance.now() - began) / 1000;
  const peakRssMB = process.resourceUsage().maxRSS / 1024;
  const measured: Measured = { lines, seconds, cpuSeconds: cpuSecondsSoFar(), startCpuSeconds, peakRssMB };
  process.stdout.write(`${JSON.stringify(measured)}\n`);
}

function cpuSecondsSoFar(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
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
    startCpuSeconds: number('startCpuSeconds'),
    peakRssMB: number('peakRssMB'),
  };
}

/** What a sender was given: `<file> <port> [more]`. */
export function senderArguments(): { readonly path: string; readonly port: number; readonly more: readonly string[] } {
  const [path, port, ...more] = process.argv.slice(2);
  if (path !== undefined && Number(port) > 0) return { path, port: Number(port), more };
  process.stderr.write('Usage: node <script> <file> <port of a collector on 127.0.0.1> [more]\n');
  process.exit(2);
}
