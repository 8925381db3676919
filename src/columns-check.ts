import { formats } from '../transforms/formats/registry.ts';
import { ConfigError } from './errors.ts';
import { defaultFlow, type DefaultFlowOptions } from './forward.ts';

/**
 * What is wrong with the names in a configuration, for the format it names. With `auto` any format may come: then only
 * names that fit none of them are wrong.
 */
export function columnProblems(options: DefaultFlowOptions): readonly string[] {
  if (options.format?.kind === 'lines') return problemsOf(options);
  const found = Object.values(formats).map((format) => ({ format, problems: problemsOf({ ...options, format }) }));
  if (found.some(({ problems }) => problems.length === 0)) return [];
  const told = new Map<string, string[]>();
  for (const { format, problems } of found) {
    for (const problem of problems) {
      // The names that there are would be a page for each format.
      const [short = problem] = problem.split('; there are ');
      told.set(short, [...(told.get(short) ?? []), format.name]);
    }
  }
  return [...told].map(([problem, names]) => `${problem} (${names.join(', ')})`);
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
