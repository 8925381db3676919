import { expect } from 'chai';
import { defaultFlow } from '../../src/forward.ts';
import { createHandler } from '../../src/lambda.ts';
import { collector } from '../../src/testing/index.ts';
import { tcp } from '../../sinks/tcp.ts';
import { eventBridgeEvent, notification, snsEnvelope } from '../helpers/aws-events.ts';
import { elbLines } from '../helpers/runs.ts';
import { startS3, type EmbeddedS3 } from '../helpers/s3.ts';
import { startQueue, type Queue } from '../helpers/sqs.ts';

const wraps = [notification, eventBridgeEvent, (key: string) => snsEnvelope(notification(key))];

describe('a queue with messages of objects', () => {
  let s3: EmbeddedS3;
  let queue: Queue;
  before(async () => {
    s3 = await startS3();
    queue = await startQueue(s3.endpointUrl, 'created');
  });
  after(async () => {
    queue.close();
    await s3.close();
  });

  it('has every line delivered, and the one message of ten that fails given back until it succeeds', async () => {
    const server = await collector();
    try {
      const ids: string[] = [];
      for (let i = 0; i < 10; i += 1) {
        const key = `a+b ü/${i}.log`;
        await s3.putObject('logs', key, i === 4 ? 'what this is nobody can tell\n' : elbLines(i + 1));
        ids.push(await queue.send(wraps[i % wraps.length]?.(key)));
      }
      const handle = createHandler(defaultFlow({ eventId: 'id' }).to(tcp({ host: server.host, port: server.port })), {
        ...{ client: s3.client, log: () => undefined },
      });
      const first = await queue.invoke(handle);
      expect(first.batchItemFailures).to.deep.equal([{ itemIdentifier: ids[4] }]);
      expect(server.lines()).to.have.length(55 - 5);

      await s3.putObject('logs', 'a+b ü/4.log', elbLines(5));
      await queue.send(notification('a+b ü/1.log'));
      const second = await queue.invoke(handle);
      expect(second.batchItemFailures).to.deep.equal([]);
      expect(second.summaries.map(({ source, lines }) => [source, lines.sent])).to.have.deep.members([
        ['s3://logs/a+b ü/4.log', 5],
        ['s3://logs/a+b ü/1.log', 2],
      ]);
      expect(new Set(server.lines()).size).to.equal(55);
      expect(await queue.take()).to.equal(undefined);
    } finally {
      await server.close();
    }
  });
});
