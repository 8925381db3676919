/** How a function may be named on the command line. */
export interface NameFlags {
  readonly function?: string | undefined;
  readonly environment?: string | undefined;
  readonly component?: string | undefined;
}

/** The function, or what is wrong with how it was named. */
export interface Named {
  readonly name: string;
  readonly problems: readonly string[];
}

const NAME = /^[A-Za-z0-9_-]{1,64}$/;
const ARN = /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9_-]{1,64}$/;
const WORD = /^[A-Za-z0-9_-]+$/;

/**
 * A function by its name or its ARN, or by the convention `<environment>-<component>`. A qualifier, `name:alias`, has no place:
 * what is updated is always the unpublished code.
 */
export function functionName({ function: whole, environment, component }: NameFlags): Named {
  const parts = [environment, component].filter((part) => part !== undefined);
  if (whole !== undefined) {
    const problems = [
      ...(parts.length > 0 ? ['--function: goes without --environment and --component, which make a name too'] : []),
      ...(NAME.test(whole) || ARN.test(whole) ? [] : [misnamed(whole)]),
    ];
    return { name: whole, problems };
  }
  const name = parts.join('-');
  if (parts.length < 2) {
    return { name, problems: ['name the function: --function name, or --environment and --component'] };
  }
  const problems = [
    ...(WORD.test(environment ?? '') ? [] : [`--environment: ${wordsOf(environment)}`]),
    ...(WORD.test(component ?? '') ? [] : [`--component: ${wordsOf(component)}`]),
  ];
  if (problems.length === 0 && !NAME.test(name)) {
    problems.push(
      `--component: ${JSON.stringify(name)} is longer than the 64 characters that the name of a function has`,
    );
  }
  return { name, problems };
}

function misnamed(name: string): string {
  const [, qualifier] = /^[A-Za-z0-9_-]+:([^:]+)$/.exec(name) ?? [];
  const hint = qualifier === undefined ? '' : '; an alias is named by --alias';
  return `--function: must be the name of a function, up to 64 letters, digits, - and _, or its ARN without a qualifier, not ${JSON.stringify(name)}${hint}`;
}

function wordsOf(word: string | undefined): string {
  return `must be letters, digits, - and _, not ${JSON.stringify(word)}`;
}
