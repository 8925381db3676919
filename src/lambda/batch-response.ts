import type { Summary } from '../summary.ts';

/**
 * What Lambda is told of messages of SQS: those that are to come again; it deletes all others. As JSON it is that and nothing
 * else, `{"batchItemFailures":[{"itemIdentifier":"…"}]}`.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export class BatchResponse {
  /** By their `messageId`, in the order of the event. (AWS's types want a list that can be changed.) */
  readonly batchItemFailures: { readonly itemIdentifier: string }[];
  readonly #summaries: readonly Summary[];

  constructor(failed: readonly string[], summaries: readonly Summary[]) {
    this.batchItemFailures = failed.map((itemIdentifier) => ({ itemIdentifier }));
    this.#summaries = summaries;
  }

  /** Of all objects that were begun, in the order of the event. */
  get summaries(): readonly Summary[] {
    return this.#summaries;
  }
}
