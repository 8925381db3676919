/**
 * The settings of the function that the stack does not decide itself. What each means, and what it is without being set, is in
 * docs/configuration.md; the function checks their values, all at once, at its first invocation.
 */
const kinds = {
  format: 'text',
  ecs: 'switch',
  keyFields: 'switch',
  rename: 'names',
  fields: 'values',
  connections: 'number',
  connectAttempts: 'number',
  connectTimeoutMs: 'number',
  writeTimeoutMs: 'number',
  closeTimeoutMs: 'number',
  delivery: 'text',
  maxUnconfirmedBytes: 'number',
  sendAttempts: 'number',
  tlsCa: 'text',
  tlsCert: 'text',
  tlsKey: 'text',
  tlsServername: 'text',
  tlsMinVersion: 'text',
  eventId: 'text',
  empty: 'text',
  rejects: 'text',
  maxDeadLetterBytes: 'number',
  maxRejects: 'limit',
  maxLineBytes: 'number',
  batchBytes: 'number',
  readAttempts: 'number',
  maxExpansion: 'limit',
  maxDecompressedBytes: 'limit',
  progressTimeoutMs: 'number',
  concurrency: 'number',
  logging: 'text',
} as const;

/** What stands for each kind, in props. */
interface Kinds {
  readonly text: string;
  readonly number: number;
  readonly limit: number | 'none';
  readonly switch: boolean;
  /** Old names and new ones. */
  readonly names: Readonly<Record<string, string>>;
  /** Anything that JSON can say, by name. */
  readonly values: Readonly<Record<string, unknown>>;
}

export type SettingName = keyof typeof kinds;
export type Settings = { readonly [Name in SettingName]?: Kinds[(typeof kinds)[Name]] | undefined };

export const settingNames: readonly SettingName[] = Object.keys(kinds).filter(
  (name): name is SettingName => name in kinds,
);

/** `connectTimeoutMs` is `LOGFLUME_CONNECT_TIMEOUT_MS`; `logging` is `LOGFLUME_LOG`. */
export function variableOf(name: string): string {
  if (name === 'logging') return 'LOGFLUME_LOG';
  return `LOGFLUME_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

/** Settings as the variables of the function. */
export function variables(settings: Settings): Record<string, string> {
  const written = settingNames.flatMap((name) => {
    const value = settings[name];
    return value === undefined ? [] : [[variableOf(name), text(value)] as const];
  });
  return Object.fromEntries(written);
}

/** What is wrong with the settings: names that there are not, numbers that are none. */
export function settingProblems(settings: Settings): readonly string[] {
  return Object.entries(settings).flatMap(([name, value]) => {
    if (!(name in kinds)) return [`\`settings.${name}\`: there is no such setting`];
    if (typeof value === 'number' && !(Number.isSafeInteger(value) && value >= 0)) {
      return [`\`settings.${name}\`: must be a whole number, not ${value}`];
    }
    return [];
  });
}

function text(value: NonNullable<Settings[SettingName]>): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return typeof value === 'object' ? JSON.stringify(value) : `${value}`;
}
