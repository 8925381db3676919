/**
 * The handler with one event of many objects, all of one content: `node objects.js <endpoint of an S3> <port> <objects>
 * <concurrency> [bytes of each, as the event says]`. The options of the flow are those of the Lambda handler.
 */
import { shipConfig } from '../../src/config.ts';
import { forward, runOptionsOf } from '../../src/forward.ts';
import { createHandler } from '../../src/lambda.ts';
import { s3Client } from '../../src/sources/s3-client.ts';
import { measure } from '../measure.ts';

const [endpointUrl = '', port = '', objects = '', concurrency = '', size = ''] = process.argv.slice(2);
const config = await shipConfig({ env: { LOGFLUME_TO: `tcp://127.0.0.1:${port}` } });
const client = await s3Client({ endpointUrl });
const handle = createHandler(forward(config), {
  ...runOptionsOf(config),
  ...{ client, concurrency: Number(concurrency), log: () => undefined },
});
const named = (count: number) => ({
  Records: Array.from({ length: count }, (_, i) => ({
    s3: { bucket: { name: 'logs' }, object: { key: `elb/${i}.log`, ...(size === '' ? {} : { size: Number(size) }) } },
  })),
});
// What only the first object has to wait for, such as the loading of the SDK.
await handle(named(1));

await measure(async () => {
  const summaries = await handle(named(Number(objects)));
  return summaries.reduce((sum, { lines }) => sum + lines.sent, 0);
});
