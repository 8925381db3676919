import { BatchResponse, type Answer } from '../../src/lambda.ts';
import type { Summary } from '../../src/summary.ts';

/** The summaries in what a handler answered, whatever the event was. */
export function summariesOf(answer: Answer): readonly Summary[] {
  return answer instanceof BatchResponse ? answer.summaries : answer;
}
