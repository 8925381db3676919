import { expect } from 'chai';
import { sourcesAndProblems, withPairsApart } from '../../src/cli/words.ts';

describe('pairs on the command line', () => {
  for (const [typed, meant] of [
    ['ship x --rename a=b --to t', 'ship x --rename a=b --to t'],
    ['ship x --rename a=b c=d e=f --to t', 'ship x --rename a=b --rename c=d --rename e=f --to t'],
    ['ship --rename a=b c=d file.log', 'ship --rename a=b --rename c=d file.log'],
    ['ship --set=a=b c=http://x/y file.log', 'ship --set=a=b --set c=http://x/y file.log'],
    ['ship --set a=b file.log c=d', 'ship --set a=b file.log c=d'],
    ['ship --set a=b s3://logs/year=2026/x ./c=d', 'ship --set a=b s3://logs/year=2026/x ./c=d'],
    ['ship --set a=b --to c=d', 'ship --set a=b --to c=d'],
    ['ship --set a=b -- c=d', 'ship --set a=b -- c=d'],
    ['ship --rename', 'ship --rename'],
  ] as const) {
    it(`\`${typed}\` are \`${meant}\``, () => {
      expect(withPairsApart(typed.split(' ')).join(' ')).to.equal(meant);
    });
  }
});

describe('flags that there are not', () => {
  const known = ['--format', '--connections'];

  it('are problems, with the flag that was probably meant', () => {
    const found = sourcesAndProblems(['x.log', '--fromat', 'elb', '-', '-z', '--connection=3'], [], known);
    expect(found).to.deep.equal({
      words: ['x.log', 'elb', '-'],
      problems: [
        '--fromat: there is no such flag; is --format meant?',
        '-z: there is no such flag',
        '--connection: there is no such flag; is --connections meant?',
      ],
    });
  });

  it('are files after --', () => {
    const argv = ['ship', 'x.log', '--', '-z', '--format'];
    expect(sourcesAndProblems(['x.log', '-z', '--format'], argv, known)).to.deep.equal({
      words: ['x.log', '-z', '--format'],
      problems: [],
    });
  });
});
