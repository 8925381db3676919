import { expect } from 'chai';
import fc from 'fast-check';
import { ConfigError } from '../../src/errors.ts';
import { flow } from '../../src/flow.ts';
import type { LineFormat } from '../../src/format.ts';
import { albLine, applyTo, elbLine, memory, packed } from '../../src/testing/index.ts';
import { mulberry32 } from '../../src/testing/generate.ts';
import { ecs } from '../../transforms/ecs.ts';
import { mappings } from '../../transforms/ecs/mappings.ts';
import { alb } from '../../transforms/formats/alb.ts';
import { text } from '../../transforms/formats/columns.ts';
import { delimited } from '../../transforms/formats/delimited.ts';
import { elb } from '../../transforms/formats/elb.ts';
import { formats } from '../../transforms/formats/registry.ts';
import { nlb } from '../../transforms/formats/nlb.ts';
import { auto, read } from '../../transforms/read.ts';
import { omit } from '../../transforms/omit.ts';
import { caught } from '../helpers/caught.ts';
import { ecsOf, nlbExample, of } from '../helpers/ecs.ts';
import { mutated, runs } from '../helpers/fuzz.ts';
import { albExamples, elbWith } from '../helpers/lines.ts';
import { bytes } from '../helpers/runs.ts';

describe('ecs', () => {
  describe('makes fields of cells', () => {
    const requests: readonly (readonly [request: string, url: unknown])[] = [
      [
        'GET https://[2001:db8::1]:443/a/b.html?c=d?e HTTP/1.1',
        { domain: '[2001:db8::1]', port: 443, path: '/a/b.html', extension: 'html', query: 'c=d?e', scheme: 'https' },
      ],
      ['GET http://x.example/.env HTTP/1.1', { domain: 'x.example', path: '/.env', scheme: 'http' }],
      [
        'GET http://x.example:80/a b?c d HTTP/1.1',
        { domain: 'x.example', port: 80, path: '/a b', query: 'c d', scheme: 'http' },
      ],
      ['GET /only/a/path HTTP/1.1', { path: '/only/a/path' }],
      ['GET http://x.example:80- HTTP/1.1', {}],
      ['CONNECT x.example:443 HTTP/1.1', {}],
    ];
    for (const [request, parts] of requests) {
      it(`url.* of ${request}`, async () => {
        const record = await ecsOf(elb, elbWith({ 11: `"${request}"` }));
        expect(of(record, 'url')).to.deep.equal(
          Object.assign({ original: request.split(' ').slice(1, -1).join(' ') }, parts),
        );
      });
    }
    it('no duration of -1, no address that is none, no outcome without a status', async () => {
      const record = await ecsOf(elb, elbWith({ 2: 'nobody:80', 4: '-1', 5: '-1', 6: '-1', 7: 'abc' }));
      expect(of(record, 'aws', 'elb', 'request_processing_time')).to.equal(undefined);
      expect(of(record, 'source')).to.deep.equal({ address: 'nobody', port: 80 });
      expect(of(record, 'event', 'outcome')).to.equal(undefined);
    });
    it('failure of a status of 400 and more', async () => {
      expect(of(await ecsOf(elb, elbWith({ 7: '400' })), 'event', 'outcome')).to.equal('failure');
    });
    it('lists of several targets', async () => {
      const line = albExamples.http.replace('"10.0.0.1:80" "200"', '"10.0.0.1:80 10.0.0.2:80" "502 200"');
      const record = await ecsOf(alb, line);
      expect(of(record, 'aws', 'elb', 'target_port')).to.deep.equal(['10.0.0.1:80', '10.0.0.2:80']);
      expect(of(record, 'aws', 'elb', 'target_status_code')).to.deep.equal(['502', '200']);
    });
  });

  it('gives both forms the same JSON for mutated lines', async () => {
    const lines: readonly (readonly [LineFormat, (seed: number) => string])[] = [
      [elb, (seed) => elbLine(mulberry32(seed))],
      [alb, (seed) => albLine(mulberry32(seed))],
      [nlb, () => nlbExample],
    ];
    for (const [format, make] of lines) {
      const texts = mutated(fc.integer().map(make), 5);
      const empties = fc.constantFrom('omit' as const, 'null' as const, 'keep' as const);
      await fc.assert(
        fc.asyncProperty(texts, empties, async (text, empty) => {
          await applyTo(ecs(), packed(format, text, { empty }));
        }),
        runs(100),
      );
    }
  });

  it('knows every column of the formats it takes', () => {
    for (const [name, { renamed, computed }] of mappings) {
      const format = formats[name];
      const columns = format?.kind === 'lines' ? format.schema('omit').columns.map((column) => column.name) : [];
      const used = Object.values(computed).flatMap(({ from }) => from);
      const unknown = columns.filter((column) => !(column in renamed) && !used.includes(column));
      expect(unknown, name).to.deep.equal(columns.filter((column) => column === 'time' || column === 'timestamp'));
    }
  });

  describe('refuses', () => {
    it('a format that is no load balancer, by name, when the flow is built', () => {
      const mine = delimited({ name: 'mine', columns: [text('a')], time: 'a' });
      expect(() => flow(read(mine), ecs())).to.throw(
        ConfigError,
        'ecs: `mine` is no load-balancer log; it takes elb, alb, nlb',
      );
    });
    it('a column that is gone, when the flow is built', () => {
      expect(() => flow(read(elb), omit('user_agent'), ecs())).to.throw(ConfigError, '`user_agent`');
    });
    it('another format that auto finds, when it is found', async () => {
      const line = '192.0.2.1 - - [10/Oct/2000:13:55:36 -0700] "GET /x HTTP/1.0" 200 23\n';
      const error = await caught(
        flow(read(auto), ecs())
          .to(memory())
          .run(bytes([line])),
      );
      expect(String(error)).to.contain('is no load-balancer log');
    });
  });

  it('works with auto where it finds a load balancer, and lets a test file pass', async () => {
    const sink = memory();
    await flow(read(auto), ecs())
      .to(sink)
      .run(bytes([`${albExamples.http}\n`]));
    expect(of(sink.records[0], 'aws', 'elb', 'type')).to.equal('http');
    const test = await flow(read(auto), ecs())
      .to(memory())
      .run(bytes(['Enable AccessLog for ELB: mine\n']));
    expect(test.lines.skipped).to.equal(1);
  });
});
