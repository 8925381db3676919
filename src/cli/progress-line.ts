/** Where a run stands. */
export interface Standing {
  /** What is being read, and which of how many: `2/5 s3://bucket/key`. */
  readonly label: string;
  readonly elapsedMs: number;
  readonly bytes: number;
  /** All bytes there will be, where that is known. */
  readonly size: number | undefined;
  readonly lines: number;
  /** Why no connection is up yet. */
  readonly trouble: string | undefined;
}

/** A run's standing in one line of at most so many columns; the label gives way. */
export function progressLine(standing: Standing, columns: number): string {
  const facts =
    standing.bytes === 0 && standing.trouble !== undefined ? `trying again: ${standing.trouble}` : factsOf(standing);
  const room = Math.max(8, columns - facts.length - 3);
  const { label } = standing;
  const name = label.length > room ? `…${label.slice(label.length - room + 1)}` : label;
  return `${name}  ${facts}`.slice(0, Math.max(0, columns - 1));
}

function factsOf({ bytes, size, lines, elapsedMs }: Standing): string {
  const share = size === undefined || size === 0 ? undefined : Math.min(1, bytes / size);
  const read = share === undefined ? megabytes(bytes) : `${Math.floor(share * 100)} % of ${megabytes(size ?? 0)}`;
  const rate = `${whole(lines / (elapsedMs / 1000))} lines/s`;
  if (share === undefined || share === 0) return `${read}  ${rate}`;
  return `${read}  ${rate}  ${share < 1 ? `${clock((elapsedMs * (1 - share)) / share)} left` : 'delivering'}`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function whole(value: number): string {
  return Number.isFinite(value) ? Math.round(value).toLocaleString('en-US') : '0';
}

/** `0:09`, `12:30`, `2:00:05`. */
function clock(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (value: number): string => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
