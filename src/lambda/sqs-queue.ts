import type { SQSClient } from '@aws-sdk/client-sqs';

/**
 * Sends messages to a queue of SQS, by its URL, which also says where and in which region it is; AWS_ENDPOINT_URL_SQS and
 * AWS_ENDPOINT_URL win. The SDK's client is loaded, made and kept when the first is sent; three attempts of up to 5 s each.
 * Rejects with what the SDK says.
 */
export function sqsQueue(url: string): (message: string) => Promise<void> {
  let kept: SQSClient | undefined;
  return async (message) => {
    const { SendMessageCommand, SQSClient } = await import('./sqs-sdk.ts');
    kept ??= new SQSClient({
      ...placeOf(url, process.env),
      requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000, throwOnRequestTimeout: true },
    });
    await kept.send(new SendMessageCommand({ QueueUrl: url, MessageBody: message }));
  };
}

function placeOf(url: string, env: NodeJS.ProcessEnv): { readonly endpoint: string; readonly region?: string } {
  const { origin, hostname } = new URL(url);
  const endpoint = [env.AWS_ENDPOINT_URL_SQS, env.AWS_ENDPOINT_URL, origin].find(
    (one) => one !== undefined && one !== '',
  );
  const region = /^sqs\.([a-z]+(?:-[a-z]+)+-\d)\./.exec(hostname)?.[1];
  return { endpoint: endpoint ?? origin, ...(region === undefined ? {} : { region }) };
}
