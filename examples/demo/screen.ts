const out = process.stdout;

/** Between two progress lines on a terminal. */
const EVERY_MS = 100;
const WIDTH = 112;

export const count = (value: number): string => value.toLocaleString('en-US');
export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/** Prints what happens: one line a thing, and a progress line that is rewritten on a terminal, and rare elsewhere. */
export class Screen {
  private open = false;
  private last = { at: -Infinity, quarter: 0 };

  say(topic: string, text: string): void {
    this.clear();
    out.write(`${topic.padEnd(11)}${text}\n`);
  }

  /** Something longer, set apart. */
  show(title: string, ...texts: readonly string[]): void {
    this.clear();
    out.write(`\n${[title, ...texts].join('\n')}\n`);
  }

  progress(topic: string, share: number, text: string): void {
    const now = performance.now();
    const quarter = Math.floor(share * 4);
    const due = out.isTTY ? now - this.last.at >= EVERY_MS : quarter > this.last.quarter && quarter < 4;
    if (quarter < this.last.quarter) this.last = { at: now, quarter };
    if (!due) return;
    this.last = { at: now, quarter };
    const line = `${topic.padEnd(11)}${`${Math.floor(share * 100)} %`.padStart(5)}  ${text}`;
    this.open = out.isTTY;
    out.write(out.isTTY ? `\r\x1b[K${line}` : `${line}\n`);
  }

  private clear(): void {
    if (this.open) out.write('\r\x1b[K');
    this.open = false;
    this.last = { at: -Infinity, quarter: 0 };
  }
}

/** A record as JSON that fits a screen: long strings are cut, members stand side by side. */
export function short(json: string): string {
  const cut: unknown = JSON.parse(json, (_, value: unknown) =>
    typeof value === 'string' && value.length > 48 ? `${value.slice(0, 47)}…` : value,
  );
  const members = Object.entries(cut ?? {}).map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  const rows = members.reduce<string[]>((done, member) => {
    const last = done.at(-1);
    const joined = last === undefined ? member : `${last}, ${member}`;
    return last === undefined || joined.length > WIDTH ? [...done, member] : [...done.slice(0, -1), joined];
  }, []);
  return `{ ${rows.join(',\n  ')} }`;
}
