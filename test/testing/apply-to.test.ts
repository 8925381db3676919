import { AssertionError } from 'node:assert';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { filter, map } from '../../src/lift.ts';
import type { Records } from '../../src/records.ts';
import type { Stage } from '../../src/stage.ts';
import { applyTo } from '../../src/testing/apply-to.ts';
import { packed, records } from '../../src/testing/batches.ts';
import { elb } from '../../transforms/formats/elb.ts';
import { gunzip } from '../../transforms/gunzip.ts';
import { parse } from '../../transforms/parse.ts';
import { read } from '../../transforms/read.ts';
import { splitLines } from '../../transforms/split-lines.ts';
import { caught } from '../helpers/caught.ts';
import { elbExamples } from '../helpers/lines.ts';

const same = <R>(push: (batch: Records<R>) => Records<R>): Stage<Records<R>, Records<R>> => ({
  name: 'mine',
  open: () => ({ push }),
});

describe('applyTo', () => {
  it('gives records as their JSON says, and rejects apart', async () => {
    const { output, rejects, events } = await applyTo(
      filter(() => true),
      packed(elb, `${elbExamples.http}\nbad\n`),
    );
    expect(output[0]).to.include({ elb: 'my-loadbalancer', client_port: 2817 });
    expect([output.length, rejects.map(({ text }) => text), events]).to.deep.equal([1, ['bad'], []]);
  });

  it('runs a stage that takes records on both forms', async () => {
    const forms: string[] = [];
    await applyTo(
      same((batch) => (forms.push(batch.form), batch)),
      packed(elb, elbExamples.http),
    );
    expect(forms).to.deep.equal(['packed', 'plain']);
  });

  it('fails where the two forms become different records', async () => {
    const partial = same((batch) => (batch.form === 'plain' ? batch.filter(() => false, 'mine') : batch));
    const error = await caught(applyTo(partial, packed(elb, elbExamples.http)));
    expect(error).to.be.instanceOf(AssertionError);
    expect(error.message).to.match(/`mine` gives other records for the packed form/);
  });

  it('fails where the two forms reject different records', async () => {
    const partial = same((batch) => {
      return batch.filter(() => {
        throw new Error(batch.form);
      }, 'mine');
    });
    expect(await caught(applyTo(partial, packed(elb, elbExamples.http)))).to.be.instanceOf(AssertionError);
  });

  it('gives the chunks of a stage that gives no records', async () => {
    expect((await applyTo(gunzip(), gzipSync('hello'))).output.map(String)).to.deep.equal(['hello']);
    expect(
      (await applyTo(splitLines(), [Buffer.from('a\nb'), Buffer.from('c')])).output.map(({ bytes }) =>
        bytes.toString(),
      ),
    ).to.deep.equal(['a\nbc\n']);
  });

  it('gives the records that lines or bytes become, and what the stage reports', async () => {
    const bytes = Buffer.from(`${elbExamples.http}\n`);
    expect((await applyTo(parse(elb), { bytes, offset: 0, end: bytes.length, rejects: [] })).output).to.have.length(1);
    const { output, events } = await applyTo(read(elb), bytes);
    expect([output.length, events]).to.deep.equal([1, [{ type: 'format', format: 'elb', name: 'elb', unit: 'bytes' }]]);
  });

  it('takes several batches in order', async () => {
    const { output } = await applyTo(
      map((r: { a: number }) => ({ b: r.a })),
      [records([{ a: 1 }]), records([{ a: 2 }, { a: 3 }])],
    );
    expect(output).to.deep.equal([{ b: 1 }, { b: 2 }, { b: 3 }]);
  });

  it('shows what JSON cannot hold as a reject', async () => {
    const { output, rejects } = await applyTo(
      map((r: { a: number }) => ({ b: r.a === 1 ? 1n : 1 })),
      records([{ a: 1 }, { a: 2 }]),
    );
    expect([output, rejects.length]).to.deep.equal([[{ b: 1 }], 1]);
  });

  it('rejects with what the stage throws', async () => {
    const boom = new Error('boom');
    const throwing = same(() => {
      throw boom;
    });
    expect(await caught(applyTo(throwing, packed(elb, elbExamples.http)))).to.equal(boom);
  });
});

describe('packed', () => {
  it('adds a missing last newline, and does not count it', () => {
    const batch = packed(elb, elbExamples.http, { start: 10 });
    expect([batch.length, batch.start, batch.end]).to.deep.equal([1, 10, 10 + elbExamples.http.length]);
  });

  it('takes bytes, no text, and no lines', () => {
    expect([packed(elb, '').length, packed(elb, Buffer.from('\n')).skipped]).to.deep.equal([0, 1]);
  });
});

describe('records', () => {
  it('gives each object a position, and leaves the objects as they are', () => {
    const objects = [{ a: 1 }, { a: 2 }];
    const batch = records(objects, { start: 5, origin: { uri: 'x:', identity: 'x' } });
    const ids = batch.withSchema(batch.schema.eventId('id')).encode().bytes.toString();
    expect(ids).to.match(/-5"}\n.*-6"}\n$/);
    expect([batch.form, batch.start, batch.end, objects]).to.deep.equal(['plain', 5, 7, [{ a: 1 }, { a: 2 }]]);
  });
});
