import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collector } from '../../src/testing/collector.ts';
import { file } from '../../sinks/file.ts';
import { memory } from '../../sinks/memory.ts';
import { tcp } from '../../sinks/tcp.ts';
import { itIsASink } from './sink.ts';

describe('the contract of a sink', () => {
  describe('memory', () =>
    itIsASink(() => {
      const sink = memory();
      const text = (): Promise<string> => Promise.resolve(sink.lines.map((line) => `${line}\n`).join(''));
      return Promise.resolve({ sink, text, end: () => Promise.resolve() });
    }));

  describe('file', () =>
    itIsASink(async () => {
      const folder = await mkdtemp(join(tmpdir(), 'logflume-'));
      const path = join(folder, 'out.jsonl');
      return { sink: file(path), text: () => readFile(path, 'utf8'), end: () => rm(folder, { recursive: true }) };
    }));

  describe('tcp, over one connection', () =>
    itIsASink(async () => {
      const server = await collector();
      const sink = tcp({ host: server.host, port: server.port, connections: 1 });
      return { sink, text: () => Promise.resolve(server.text()), end: () => server.close() };
    }));
});
