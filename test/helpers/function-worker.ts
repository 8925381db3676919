import { handler } from '../../src/lambda.ts';
import { messageOf } from '../../src/errors.ts';
import { summariesOf } from './answers.ts';
import type { Invoked, Answer } from './function-process.ts';

/* A Lambda function in a process of its own: the handler that the environment configures, invoked by messages. */

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
const answer = (message: Answer): void => void process.send?.(message);

process.on('message', ({ event, ms }: Invoked) => {
  const end = performance.now() + ms;
  handler(event, { getRemainingTimeInMillis: () => end - performance.now() }).then(
    (done) => answer({ summaries: summariesOf(done) }),
    (thrown: unknown) => answer({ failed: messageOf(thrown) }),
  );
});
process.on('disconnect', () => process.exit());
answer({ summaries: [] });
