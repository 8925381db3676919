/** A process of its own: classic lines from its standard input to JSON lines on its standard output. */
import { FlumeError } from '../../src/errors.ts';
import { flow } from '../../src/flow.ts';
import { stdin } from '../../src/sources/stdin.ts';
import { stdout } from '../../sinks/stdout.ts';
import { elb } from '../../transforms/formats/elb.ts';
import { read } from '../../transforms/read.ts';

try {
  const { status, lines } = await flow(read(elb)).to(stdout()).run(stdin());
  process.stderr.write(JSON.stringify({ status, sent: lines.sent }));
  process.stdout.write('after the run\n');
} catch (error) {
  if (!(error instanceof FlumeError)) throw error;
  process.stderr.write(`${error.code} ${error.message}`);
  process.exitCode = 1;
}
