import { closestMatch } from 'leven';

const PAIR_FLAGS = ['--rename', '--set'];
/** A pair has its name before any slash: `s3://bucket/year=2026/x` is a source. */
const PAIR = /^[^-/=\s][^/=\s]*=/;

/**
 * `--rename a=b c=d` as `--rename a=b --rename c=d`: words with an `=` that follow a pair are pairs too, anything else that
 * follows is a source. A file of such a name is written `./c=d`, or stands after `--`.
 */
export function withPairsApart(argv: readonly string[]): readonly string[] {
  const result: string[] = [];
  let flag: string | undefined;
  let due = false;
  for (const [i, word] of argv.entries()) {
    if (word === '--') return [...result, ...argv.slice(i)];
    if (due) due = false;
    else if (PAIR_FLAGS.includes(word)) [flag, due] = [word, true];
    else if (flag !== undefined && PAIR.test(word)) result.push(flag);
    else flag = PAIR_FLAGS.find((name) => word.startsWith(`${name}=`));
    result.push(word);
  }
  return result;
}

/** Sources, and what looks like a flag among them where there is no such flag. Words after `--` are never flags. */
export function sourcesAndProblems(
  words: readonly string[],
  argv: readonly string[],
  known: readonly string[],
): { readonly words: readonly string[]; readonly problems: readonly string[] } {
  const literal = argv.includes('--') ? argv.slice(argv.indexOf('--') + 1) : [];
  const isFlag = (word: string): boolean => word.length > 1 && word.startsWith('-') && !literal.includes(word);
  const problems = words.filter(isFlag).map((word) => {
    const [flag = word] = word.split('=');
    const meant = closestMatch(flag, known, { maxDistance: 3 });
    return `${flag}: there is no such flag${meant === undefined ? '' : `; is ${meant} meant?`}`;
  });
  return {
    words: words.filter((word) => !isFlag(word)),
    problems: problems.filter((problem) => !problem.startsWith('--:')),
  };
}
