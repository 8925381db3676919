import { formats } from '../transforms/formats/registry.ts';
import { ConfigError } from './errors.ts';
import type { LineFormat } from './format.ts';
import { defaultFlow, type DefaultFlowOptions } from './forward.ts';

/**
 * What is wrong with the names in a configuration, for the format it names. With `auto` any format may come: then only
 * names that fit none of those whose columns are known are wrong. JSON has whatever it has; names for it need its format.
 */
export function columnProblems(options: DefaultFlowOptions): readonly string[] {
  const { format: named } = options;
  if (named !== undefined && named.kind !== 'auto') return problemsOf(options);
  const found = Object.values(formats).flatMap((format) =>
    format.kind === 'lines' ? [{ format, problems: problemsOf({ ...options, format: documented(format) }) }] : [],
  );
  if (found.some(({ problems }) => problems.length === 0)) return [];
  const told = new Map<string, string[]>();
  for (const { format, problems } of found) {
    for (const problem of problems) {
      // The names that there are would be a page for each format.
      const [short = problem] = problem.split('; there are ');
      told.set(short, [...(told.get(short) ?? []), format.name]);
    }
  }
  return [...told].map(
    ([problem, names]) => `${problem} (${names.join(', ')}); if the records are JSON, name the format`,
  );
}

/** The format of its documented columns, whatever a header may say. */
function documented(format: LineFormat): LineFormat {
  const { kind, name, layout } = format;
  return { kind, name, layout, schema: (empty) => format.schema(empty) };
}

function problemsOf(options: DefaultFlowOptions): readonly string[] {
  try {
    defaultFlow(options);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const { problems, stage } = error;
    return problems.map((problem) => (problem.startsWith(`${stage}:`) ? problem : `${stage}: ${problem}`));
  }
}
