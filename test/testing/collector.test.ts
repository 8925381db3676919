import { expect } from 'chai';
import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { closedPort, collector, type Collector, type CollectorOptions } from '../../src/testing/collector.ts';

async function against(options: CollectorOptions, body: (socket: Socket, server: Collector) => Promise<void>) {
  const server = await collector(options);
  const socket = createConnection({ host: server.host, port: server.port, allowHalfOpen: true });
  await once(socket, 'connect');
  socket.resume();
  try {
    await body(socket, server);
  } finally {
    socket.destroy();
    await server.close();
  }
}

describe('a collector', () => {
  it('keeps what it reads, and closes after its client', async () => {
    await against({}, async (socket, server) => {
      socket.end('a\nb');
      await once(socket, 'end');
      expect(server.text()).to.equal('a\nb');
      expect(server.lines()).to.deep.equal(['a', 'b']);
      expect(server).to.include({ bytes: 3, connections: 1, ended: 1 });
      await server.allClosed();
    });
  });

  it('counts and calls only, when it discards', async () => {
    const seen: Buffer[] = [];
    await against({ discard: true, onData: (chunk) => seen.push(chunk) }, async (socket, server) => {
      socket.end('abc');
      await once(socket, 'end');
      expect(server.bytes).to.equal(3);
      expect(server.text()).to.equal('');
      expect(Buffer.concat(seen).toString()).to.equal('abc');
    });
  });

  it('reads slowly', async () => {
    await against({ mode: 'slow', bytesPerSecond: 1_000_000 }, async (socket, server) => {
      const started = performance.now();
      socket.end(Buffer.alloc(200_000));
      await once(socket, 'end');
      expect(performance.now() - started).to.be.at.least(150);
      expect(server.bytes).to.equal(200_000);
    });
  });

  it('resets', async () => {
    await against({ mode: 'reset', afterBytes: 2 }, async (socket) => {
      const failed = once(socket, 'error');
      socket.write('abc');
      expect((await failed)[0]).to.include({ code: 'ECONNRESET' });
    });
  });

  it('closes early', async () => {
    await against({ mode: 'early-end', afterBytes: 2 }, async (socket, server) => {
      socket.write('abc');
      await once(socket, 'end');
      expect(server.ended).to.equal(0);
    });
  });

  it('closes without reading anything', async () => {
    await against({ mode: 'early-end', afterBytes: 0 }, async (socket, server) => {
      socket.write('abc');
      await once(socket, 'end');
      expect(server.bytes).to.equal(0);
    });
  });

  it('keeps its side open until it is told', async () => {
    await against({ mode: 'never-close' }, async (socket, server) => {
      socket.end('abc');
      await server.clientsEnded();
      expect(socket.readableEnded).to.equal(false);
      const ended = once(socket, 'end');
      server.finish();
      await ended;
    });
  });

  it('stalls until it is told', async () => {
    await against({ mode: 'stalled' }, async (socket, server) => {
      socket.end('abc');
      await once(socket, 'finish');
      expect(server.bytes).to.equal(0);
      server.resume();
      await server.received(3);
    });
  });

  it('answers', async () => {
    await against({ mode: 'chatty', answer: 'thanks' }, async (socket) => {
      const data: unknown[] = await once(socket, 'data');
      expect(String(data[0])).to.equal('thanks');
    });
  });

  it('closes while clients are connected', async () => {
    await against({ mode: 'stalled' }, async (socket, server) => {
      await server.accepted(1);
      const closed = once(socket, 'end');
      await server.close();
      await server.close();
      await closed;
    });
  });

  it('finds a port where connections are refused', async () => {
    const socket = createConnection({ host: '127.0.0.1', port: await closedPort() });
    const [error]: unknown[] = await once(socket, 'error').catch((thrown: unknown) => [thrown]);
    expect(error).to.include({ code: 'ECONNREFUSED' });
  });
});
