import { closestMatch } from 'leven';
import { about } from '../../transforms/formats/about.ts';
import { formats as known } from '../../transforms/formats/registry.ts';
import { Unfit } from '../config-text.ts';
import { ConfigError } from '../errors.ts';
import { formatIn, isFormatFile } from '../format-file.ts';
import { outlineOf, type ColumnOutline, type FormatOutline } from '../format-outline.ts';
import type { TimeStyle } from '../time.ts';
import { EXIT } from './run-each.ts';
import type { World } from './world.ts';

export interface FormatsOptions {
  /** The one that is asked for: a name, or a file that holds one. Absent: all. */
  readonly name: string | undefined;
  readonly json: boolean;
}

/** `logflume formats`: what `--format` takes, or the columns of one. Throws ConfigError where there is no such format. */
export async function formats({ name, json }: FormatsOptions, { out }: Pick<World, 'out'>): Promise<number> {
  const outlines =
    name === undefined
      ? Object.values(known).map((format) => outlineOf(format, about[format.name]))
      : [await outlineNamed(name)];
  const [one] = outlines;
  if (json) out(outlines.map((outline) => `${JSON.stringify(outline)}\n`).join(''));
  else if (name !== undefined && one !== undefined) out(schemaOf(one));
  else out(`${outlines.map(listed).join('\n')}\nTry \`logflume formats alb\` for the schema of one.\n`);
  return EXIT.done;
}

async function outlineNamed(name: string): Promise<FormatOutline> {
  const found = Object.values(known).find((format) => format.name === name);
  if (found !== undefined) return outlineOf(found, about[name]);
  if (isFormatFile(name)) return outlineOf(await fileFormat(name));
  const names = Object.keys(known);
  const meant = closestMatch(name, names, { maxDistance: 4 });
  const hint = meant === undefined ? `there are ${names.join(', ')}` : `is ${meant} meant?`;
  throw new ConfigError([`formats: there is no format ${JSON.stringify(name)}; ${hint}`]);
}

async function fileFormat(path: string): ReturnType<typeof formatIn> {
  try {
    return await formatIn(path);
  } catch (error) {
    if (error instanceof Unfit) throw new ConfigError([`formats: ${error.message}`], { cause: error });
    throw error;
  }
}

const WIDTH = 100;
const STYLES: Readonly<Record<TimeStyle, string>> = {
  iso: 'in ISO 8601',
  'iso-without-zone': 'in ISO 8601, UTC without saying so',
  'epoch-seconds': 'in seconds since 1970',
  'epoch-milliseconds': 'in milliseconds since 1970',
  clf: 'as Apache writes it',
  'date-and-time': 'a date and, in another column, a time of day, in UTC',
};

function listed({ name, about: text = '', columns }: FormatOutline): string {
  const names = columns?.map((column) => column.name) ?? ['(those', 'that', 'the', 'records', 'have)'];
  return `${name.padEnd(18)}${text}\n${wrapped(names, 4)}`;
}

function wrapped(words: readonly string[], indent: number): string {
  const lines = words.reduce<string[]>((done, word) => {
    const last = done.at(-1);
    if (last === undefined || last.length + 1 + word.length > WIDTH) return [...done, ' '.repeat(indent) + word];
    return [...done.slice(0, -1), `${last} ${word}`];
  }, []);
  return lines.map((line) => `${line}\n`).join('');
}

function schemaOf({ name, about: text, columns = [], time, minimum, followsHeader }: FormatOutline): string {
  const width = Math.max(6, ...columns.map((column) => column.name.length)) + 2;
  const row = (cell: string, column: string, type: string): string =>
    `${cell.padStart(4)}  ${column.padEnd(width)}${type}\n`;
  const cellOf = ({ cell, type }: ColumnOutline): string => (type === 'list' ? `${cell}…` : `${cell}`);
  const rows = columns.map((column) => row(cellOf(column), column.name, column.type));
  const second = time?.second === undefined ? '' : ` and ${time.second}`;
  const facts = [
    ...(columns.length === 0 ? ['Which fields there are, the records alone know.'] : []),
    time === undefined ? 'It has no time column.' : `The time is ${time.name}${second}: ${STYLES[time.style]}.`,
    ...(minimum === undefined ? [] : [`A line has ${minimum} cells at the least.`]),
    ...(followsHeader === true
      ? ['The first lines of a file may give it other columns; these are the documented ones.']
      : []),
  ];
  const table = rows.length === 0 ? '' : `${row('cell', 'column', 'type')}${rows.join('')}\n`;
  return `${name}${text === undefined ? '' : `: ${text}`}\n\n${table}${facts.join('\n')}\n`;
}
