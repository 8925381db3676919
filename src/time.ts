import type { Computation } from './column.ts';

/**
 * How a format writes the time of a record: ISO 8601 with its zone; the same in UTC without saying so; seconds or
 * milliseconds since 1970; `06/Feb/2019:00:00:38 +0000`, as Apache does; or a date in one column and a time of day, in
 * UTC, in another.
 */
export type TimeStyle = 'iso' | 'iso-without-zone' | 'epoch-seconds' | 'epoch-milliseconds' | 'clf' | 'date-and-time';

/** The column that holds the time of a record. */
export interface TimeColumn {
  readonly name: string;
  readonly style: TimeStyle;
  /** The column with the time of day, where the style has two. */
  readonly second?: string;
}

/** The time column of a format: a name alone stands for one in ISO 8601. */
export function timeColumn(time: string | TimeColumn | undefined): TimeColumn | undefined {
  return typeof time === 'string' ? { name: time, style: 'iso' } : time;
}

const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';
const CLF = /^(\d\d)\/([A-Z][a-z][a-z])\/(\d{4}):(\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)$/;
const LATEST_MS = 8_640_000_000_000_000;

/** The time of a record as a column of its own, in ISO 8601 and UTC. */
export function timeOf({ name, second, style }: TimeColumn): Computation {
  return {
    from: second === undefined ? [name] : [name, second],
    compute: (text, other) => isoTime(style, text?.toString(), other?.toString()),
  };
}

/** A time as ISO 8601 in UTC; what cannot be read as the style says stays as it is written. */
export function isoTime(style: TimeStyle, text: string | undefined, second?: string): string | undefined {
  if (text === undefined) return second;
  switch (style) {
    case 'iso':
      return text;
    case 'iso-without-zone':
      return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?$/.test(text) ? `${text}Z` : text;
    case 'epoch-seconds':
      return /^\d{1,13}$/.test(text) ? fromEpoch(Number(text) * 1000, text) : text;
    case 'epoch-milliseconds':
      return /^\d{1,16}$/.test(text) ? fromEpoch(Number(text), text) : text;
    case 'date-and-time':
      return fromDateAndTime(text, second);
    case 'clf':
      return fromClf(text) ?? text;
  }
}

function fromEpoch(ms: number, text: string): string {
  return ms <= LATEST_MS ? new Date(ms).toISOString() : text;
}

function fromDateAndTime(date: string, time: string | undefined): string {
  if (time === undefined) return date;
  const readable = /^\d{4}-\d\d-\d\d$/.test(date) && /^\d\d:\d\d:\d\d(?:\.\d+)?$/.test(time);
  return readable ? `${date}T${time}Z` : `${date} ${time}`;
}

function fromClf(text: string): string | undefined {
  const [, day = '', name = '', year, hour = '', minute = '', second = '', sign, zoneHours, zoneMinutes] =
    CLF.exec(text) ?? [];
  const month = MONTHS.indexOf(name) / 3;
  if (year === undefined || !Number.isInteger(month) || month < 0) return undefined;
  if (day < '01' || Number(day) > daysOf(month, Number(year))) return undefined;
  if (hour > '23' || minute > '59' || second > '59') return undefined;
  const local = `${year}-${String(month + 1).padStart(2, '0')}-${day}T${hour}:${minute}:${second}.000Z`;
  const ahead = (Number(zoneHours) * 60 + Number(zoneMinutes)) * 60_000;
  // Most servers write UTC; a Date costs as much as the rest of the line.
  if (ahead === 0) return local;
  return new Date(Date.parse(local) + (sign === '-' ? ahead : -ahead)).toISOString();
}

function daysOf(month: number, year: number): number {
  if (month === 1) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [3, 5, 8, 10].includes(month) ? 30 : 31;
}
