import { expect } from 'chai';
import { flow } from '../../../src/flow.ts';
import { memory } from '../../../sinks/memory.ts';
import { eventId, filter, timestamp } from '../../../transforms/index.ts';
import { address, number, request, seconds, text, time } from '../../../transforms/formats/columns.ts';
import { pattern } from '../../../transforms/formats/pattern.ts';
import { read } from '../../../transforms/read.ts';
import { problemsOf } from '../../helpers/problems.ts';
import { readAll } from '../../helpers/read-all.ts';
import { bytes } from '../../helpers/runs.ts';

const jobs = pattern({
  name: 'jobs',
  regexp: /(?<at>[^ ]+) \[(?<level>[a-z]+)\] (?<job>[^:]+)(?:: exit (?<code>[^ ,]+)(?:, (?<took>[^ ]+) s)?)?/i,
  columns: [time('at'), text('level'), text('job'), number('code'), seconds('took')],
  time: 'at',
});

const reject = (message: string, error = 'no_match') => ({ message, tags: ['_parsefailure'], error });

describe('pattern', () => {
  it('makes columns of the named groups, and leaves out those that took no part', async () => {
    const { records } = await readAll(
      jobs,
      '2026-03-14T09:00:00Z [INFO] nightly backup: exit 0, 1.5 s\n2026-03-14T09:00:01Z [warn] mail\n',
    );
    expect(records).to.deep.equal([
      { at: '2026-03-14T09:00:00Z', level: 'INFO', job: 'nightly backup', code: 0, took: 1.5 },
      { at: '2026-03-14T09:00:01Z', level: 'warn', job: 'mail' },
    ]);
  });

  it('is typed by its columns, and works with timestamp and event ids', async () => {
    const sink = memory();
    await flow(
      read(jobs),
      filter(({ code = 0, job }) => code > 0 && job !== 'x'),
      timestamp(),
      eventId('id'),
    )
      .to(sink)
      .run(bytes(['T0 [i] a: exit 0\nT1 [i] b: exit 3\n']));
    expect(sink.records).to.have.length(1);
    expect(sink.records[0]).to.deep.include({ '@timestamp': 'T1', job: 'b', code: 3 }).and.to.have.property('id');
  });

  for (const [number, expected] of [
    ['7', 7],
    ['-0.5e3', -500],
    ['007', '007'],
    ['+7', '+7'],
    ['0x7', '0x7'],
    ['1e999', '1e999'],
    ['NaN', 'NaN'],
    ['-', '-'],
  ] as const) {
    it(`takes ${number} for ${JSON.stringify(expected)}`, async () => {
      const { records } = await readAll(jobs, `T [i] a: exit ${number}\n`);
      expect(records).to.deep.equal([{ at: 'T', level: 'i', job: 'a', code: expected }]);
    });
  }

  it('has to match the whole line, whatever its flags say', async () => {
    for (const regexp of [/(?<a>b+)/, /^(?<a>b+)$/, /(?<a>b+)/gm, /(?<a>b+)/y, /x|(?<a>b+)/]) {
      const { records } = await readAll(pattern({ name: 'b', regexp }), 'bb\nbbc\ncbb\nb\rc\nbb\n');
      expect(records).to.deep.equal([{ a: 'bb' }, reject('bbc'), reject('cbb'), reject('b\rc'), { a: 'bb' }]);
    }
  });

  it('has a dot that matches whatever a line can hold', async () => {
    const line = 'a\u2028b\rc\u{1f600}';
    expect((await readAll(pattern({ name: 'b', regexp: /(?<a>.*)/ }), `${line}\n`)).records).to.deep.equal([
      { a: line },
    ]);
  });

  it('reads bytes that are not UTF-8', async () => {
    const all = pattern({ name: 'b', regexp: /(?<a>.*)/ });
    expect((await readAll(all, [Buffer.from([0x61, 0xff, 0x0a])])).records).to.deep.equal([{ a: 'a\ufffd' }]);
  });

  it('rejects lines over 64 KiB, or another limit, before it looks at them', async () => {
    const b = pattern({ name: 'b', regexp: /(?<a>b+)/ });
    const long = 'b'.repeat((64 << 10) + 1);
    const { records } = await readAll(b, `${long.slice(1)}\n${long}\n`);
    expect(records).to.deep.equal([{ a: long.slice(1) }, reject(long.slice(1), 'line_too_long')]);
    const short = pattern({ name: 'b', regexp: /(?<a>b+)/, maxLineBytes: 2 });
    expect((await readAll(short, 'bb\nbbb\n')).records).to.deep.equal([{ a: 'bb' }, reject('bbb', 'line_too_long')]);
  });

  it('lists all that is wrong with it at once', () => {
    const regexp = /(?<a>a)(?<b>b)/;
    expect(
      problemsOf(() => pattern({ name: 'x', regexp, columns: [text('a'), text('c'), text('a')], time: 't' })),
    ).to.deep.equal([
      'format `x`: the group `b` has no column',
      'format `x`: the column `c` has no group of its name',
      'format `x`: there are two columns `a`',
      'format `x`: the time `t` is no named group',
    ]);
    expect(problemsOf(() => pattern({ name: 'x', regexp: /(a)/ }))[0]).to.contain('has no named group');
    expect(problemsOf(() => pattern({ name: 'x', regexp: /(?<__proto__>a)/ }))[0]).to.contain('cannot be called');
    for (const column of [address('a'), request('a')]) {
      const [problem] = problemsOf(() => pattern({ name: 'x', regexp, columns: [column, text('b')] }));
      expect(problem).to.contain('would be taken apart');
    }
  });
});
