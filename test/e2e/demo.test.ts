import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Fingerprint } from '../../examples/demo/fingerprint.ts';
import { rebuilt } from '../../examples/demo/alb-line.ts';
import { root } from '../helpers/examples.ts';

interface Ended {
  readonly code: unknown;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the demo, and interrupts it once when it has printed what is asked for: a second signal could meet a process that ends. */
async function demo(args: readonly string[], interruptAt?: RegExp) {
  const child = spawn(process.execPath, ['--import', 'tsx', 'examples/demo.ts', ...args], { cwd: root });
  const ended: { -readonly [K in keyof Ended]: Ended[K] } = { code: undefined, stdout: '', stderr: '' };
  let interrupted = false;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    ended.stdout += text;
    if (interrupted || interruptAt?.test(ended.stdout) !== true) return;
    interrupted = child.kill('SIGINT');
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (ended.stderr += text));
  const codes: unknown[] = await once(child, 'close');
  return { ...ended, code: codes[0] };
}

describe('the demo', () => {
  it('ships a log from S3 to a collector, and finds every line once', async () => {
    const { code, stdout, stderr } = await demo(['--lines', '3000']);
    expect(stderr).to.equal('');
    expect(stdout).to.match(/^format +alb \(by key\)$/m);
    expect(stdout.match(/^\{ "type": /gm)).to.have.length(3);
    expect(stdout).to.include('lines: { encountered: 3000, parsed: 3000, skipped: 0, sent: 3000 }');
    expect(stdout).to.match(/^exact +3,000 lines sent, 3,000 arrived/m);
    expect(code).to.equal(0);
  });

  it('says the same of the same lines', async () => {
    const digest = async () => /digest.*: (\w+)/.exec((await demo(['--lines', '10'])).stdout)?.[1];
    const first = await digest();
    expect(first).to.have.length(24);
    expect(await digest()).to.equal(first);
  });

  it('ends at an interrupt', async () => {
    const { code, stdout } = await demo(['--lines', '200000'], /^generate/m);
    expect(stdout).to.match(/^stopped +interrupted/m);
    expect(code).to.equal(130);
  });

  for (const args of [['--lines', '0'], ['--lines', 'many'], ['--lines', '1.5'], ['--line', '5'], ['5']]) {
    it(`refuses ${args.join(' ')}`, async () => {
      const { code, stdout, stderr } = await demo(args);
      expect(code).to.equal(2);
      expect(stdout).to.equal('');
      expect(stderr).to.include('Usage: npm start');
    });
  }

  it('ends at an interrupt while it ships, and has delivered what was read', async () => {
    const { code, stdout } = await demo(['--lines', '100000'], /^format/m);
    expect(stdout).to.include("status: 'stopped'");
    expect(stdout).to.match(/^stopped +interrupted/m);
    expect(code).to.equal(130);
  });

  it('helps', async () => {
    const { code, stdout } = await demo(['--help']);
    expect(code).to.equal(0);
    expect(stdout).to.include('--lines');
  });
});

describe('the fingerprint of lines', () => {
  const of = (...lines: readonly string[]): Fingerprint => {
    const fingerprint = new Fingerprint();
    for (const [index, line] of lines.entries()) fingerprint.add(`${index}`, line);
    return fingerprint;
  };

  it('is the same in any order', () => {
    const other = new Fingerprint();
    other.add('1', 'b');
    other.add('0', 'a');
    expect(other).to.include({ count: 2, digest: of('a', 'b').digest });
  });

  for (const [name, fingerprint] of Object.entries({
    missing: of('a'),
    more: of('a', 'b', 'c'),
    changed: of('a', 'B'),
    'in another place': of('b', 'a'),
    doubled: of('a', 'a'),
  })) {
    it(`is another one for a line that is ${name}`, () => {
      expect(fingerprint.digest).not.to.equal(of('a', 'b').digest);
    });
  }

  it('takes no record that the flow did not make', () => {
    for (const json of ['', 'null', '{}', '{"source":{"ip":[]}}']) expect(() => rebuilt(json)).to.throw();
  });
});
