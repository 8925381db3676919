import * as v from 'valibot';
import { parseSchema, shipSchema, type FlowConfig, type ParseConfig, type SettingName } from './config-schema.ts';
import { ConfigError } from './errors.ts';
import { closestMatch } from 'leven';
import { settings, type Setting } from './settings.ts';

export type { FlowConfig, ParseConfig } from './config-schema.ts';

export interface ConfigInput {
  /** Names that begin with `LOGFLUME_` are read; the others are nobody's business here. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What flags gave, in order. They win over variables; `--rename` and `--set` add to them, name by name. */
  readonly flags?: Partial<Readonly<Record<SettingName, readonly string[]>>>;
}

/** What the handler and `ship` need; a format of one's own is loaded. Rejects with ConfigError that lists every problem: each names its variable or flag. */
export function shipConfig(input: ConfigInput): Promise<FlowConfig> {
  return checkedAgainst(shipSchema, input);
}

/** What `parse` needs. Rejects with ConfigError as `shipConfig` does; where records would be sent plays no part. */
export function parseConfig(input: ConfigInput): Promise<ParseConfig> {
  return checkedAgainst(parseSchema, input);
}

/** Read where the kernels are picked, by everything that uses them; here it is only checked. */
const KERNEL = 'LOGFLUME_KERNEL';

/** A value as it was written, and where. */
interface Written {
  readonly label: string;
  readonly text: string;
}

async function checkedAgainst<T>(schema: v.GenericSchemaAsync<unknown, T>, { env, flags }: ConfigInput): Promise<T> {
  const written = new Map(settings.map((setting) => [setting.name, writtenFor(setting, env, flags)]));
  const result = await v.safeParseAsync(
    schema,
    Object.fromEntries(settings.flatMap(({ name }) => inputOf(name, written.get(name)))),
  );
  const problems = [
    ...unknownVariables(env),
    ...kernelProblems(env),
    ...(result.issues ?? []).flatMap((issue) => {
      const [name, index] = issue.path?.map(({ key }) => key) ?? [];
      const setting = settings.find((known) => known.name === name);
      if (setting === undefined) return issue.message.split('\n').map((problem) => labelled(problem, written));
      const all = written.get(setting.name) ?? [];
      const label = all.at(typeof index === 'number' ? index : -1)?.label;
      return [label === undefined ? missing(setting, flags !== undefined) : `${label}: ${issue.message}`];
    }),
  ];
  if (problems.length > 0 || !result.success) throw new ConfigError(problems);
  return result.output;
}

function writtenFor(setting: Setting, env: ConfigInput['env'], flags: ConfigInput['flags']): readonly Written[] {
  const variable = env[setting.variable];
  const given = flags?.[setting.name] ?? [];
  return [
    ...(variable === undefined ? [] : [{ label: setting.variable, text: variable }]),
    ...given.map((text) => ({ label: setting.flag ?? setting.variable, text })),
  ];
}

/** Lists are taken whole, of anything else the last one counts. */
function inputOf(name: SettingName, written: readonly Written[] = []): readonly (readonly [string, unknown])[] {
  const texts = written.map(({ text }) => text);
  if (texts.length === 0) return [];
  return [[name, name === 'rename' || name === 'fields' ? texts : texts.at(-1)]];
}

/** The problem of a stage, with the flag or the variable for the stage's name. */
function labelled(problem: string, written: ReadonlyMap<SettingName, readonly Written[]>): string {
  return problem.replace(/^\w+(?=: )/, (stage) => {
    const name = stage === 'set' ? 'fields' : stage;
    const labels = settings.filter((known) => known.name === name).flatMap((known) => written.get(known.name) ?? []);
    return labels.length === 0 ? stage : [...new Set(labels.map(({ label }) => label))].join(' and ');
  });
}

function missing({ variable, flag, takes }: Setting, withFlags: boolean): string {
  return withFlags && flag !== undefined
    ? `${flag} ${takes} is missing; the variable ${variable} would do too`
    : `${variable}=${takes} is missing`;
}

function kernelProblems(env: ConfigInput['env']): readonly string[] {
  const name = env[KERNEL];
  if (name === undefined || name === 'simd' || name === 'reference') return [];
  return [`${KERNEL}: must be simd or reference, got ${name}`];
}

function unknownVariables(env: ConfigInput['env']): readonly string[] {
  const known = [...settings.map(({ variable }) => variable), KERNEL];
  return Object.keys(env)
    .filter((name) => name.startsWith('LOGFLUME_') && !known.includes(name))
    .map((name) => {
      const meant = closestMatch(name, known, { maxDistance: 4 });
      return `${name}: there is no such variable; ${meant === undefined ? `there are ${known.join(', ')}` : `is ${meant} meant?`}`;
    });
}
