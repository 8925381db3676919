import { input } from './inputs.ts';
import type { Measured } from './measure.ts';
import { measured, startCollector, type CollectorProcess } from './processes.ts';
import { spread, type Spread } from './statistics.ts';

/** What several runs over one input took. */
export interface Figures {
  readonly lines: number;
  readonly runs: number;
  readonly linesPerSecond: Spread;
  readonly cpuSeconds: Spread;
  readonly peakRssMB: Spread;
}

export interface Comparison {
  readonly flow: Figures;
  readonly plain: Figures;
  /** Lines a second of the flow over those of plain objects, for each pair of neighbouring runs. */
  readonly ratio: Spread;
}

export interface SmallFile {
  readonly lines: number;
  readonly runs: number;
  /** Lines that the collector counted; `lines` times `runs` when every run arrived whole. */
  readonly arrived: number;
  readonly millisecondsPerRun: number;
}

/** Experiments over generated files in one folder. */
export class Bench {
  private readonly inputs = new Map<string, Promise<string>>();
  private readonly folder: string;
  private readonly say: (text: string) => void;

  constructor(folder: string, say: (text: string) => void) {
    this.folder = folder;
    this.say = say;
  }

  /** The flow and the plain objects by turns, so that what else the machine does meets both. */
  async compare(lines: number, pairs: number): Promise<Comparison> {
    const path = await this.input(lines);
    return this.withCollector(async (collector) => {
      const flow: Measured[] = [];
      const plain: Measured[] = [];
      for (let pair = 0; pair < pairs; pair += 1) {
        flow.push(await this.send('default-flow', path, collector, lines));
        plain.push(await this.send('plain-objects', path, collector, lines));
      }
      const ratios = flow.map((run, i) => rate(run) / rate(plain[i] ?? run));
      return { flow: figures(flow), plain: figures(plain), ratio: spread(ratios) };
    });
  }

  /** The flow alone, to a collector that may read slowly. */
  async flow(
    lines: number,
    runs: number,
    options: { readonly gzip?: boolean; readonly megabytesPerSecond?: number } = {},
  ): Promise<Figures> {
    const path = await this.input(lines, options.gzip);
    return this.withCollector(async (collector) => {
      const all: Measured[] = [];
      for (let run = 0; run < runs; run += 1) all.push(await this.send('default-flow', path, collector, lines));
      return figures(all);
    }, options.megabytesPerSecond);
  }

  /** Many runs over a file of a few lines. */
  async small(lines: number, runs: number): Promise<SmallFile> {
    const path = await this.input(lines);
    return this.withCollector(async (collector) => {
      const { seconds } = await measured('small-files', path, collector.port, runs);
      const { lines: arrived } = await collector.received();
      this.say(`${runs} runs of ${lines} lines: ${arrived} arrived`);
      return { lines, runs, arrived, millisecondsPerRun: (seconds * 1000) / runs };
    });
  }

  private async send(name: string, path: string, collector: CollectorProcess, lines: number): Promise<Measured> {
    const run = await measured(name, path, collector.port);
    const received = await collector.received();
    if (received.lines !== lines || run.lines !== lines) {
      throw new Error(`${name}: ${lines} lines in ${path}, ${run.lines} sent, ${received.lines} arrived`);
    }
    const numbers = [`${(rate(run) / 1000).toFixed(0)} k lines/s`, `${run.cpuSeconds.toFixed(2)} s CPU`];
    this.say(`${name}, ${lines} lines: ${[...numbers, `${run.peakRssMB.toFixed(0)} MB`].join(', ')}`);
    return run;
  }

  private async withCollector<T>(work: (collector: CollectorProcess) => Promise<T>, rate?: number): Promise<T> {
    const collector = await startCollector(rate);
    try {
      return await work(collector);
    } finally {
      collector.close();
    }
  }

  private input(lines: number, gzip = false): Promise<string> {
    const name = `${lines} ${gzip}`;
    const made = this.inputs.get(name) ?? input(this.folder, lines, { gzip });
    this.inputs.set(name, made);
    return made;
  }
}

function rate({ lines, seconds }: Measured): number {
  return lines / seconds;
}

function figures(runs: readonly Measured[]): Figures {
  return {
    lines: runs[0]?.lines ?? 0,
    runs: runs.length,
    linesPerSecond: spread(runs.map(rate)),
    cpuSeconds: spread(runs.map((run) => run.cpuSeconds)),
    peakRssMB: spread(runs.map((run) => run.peakRssMB)),
  };
}
