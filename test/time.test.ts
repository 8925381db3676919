import { expect } from 'chai';
import { ConfigError } from '../src/errors.ts';
import { applyTo, packed } from '../src/testing/index.ts';
import { isoTime, type TimeStyle } from '../src/time.ts';
import { number, text } from '../transforms/formats/columns.ts';
import { delimited } from '../transforms/formats/delimited.ts';
import { timestamp } from '../transforms/timestamp.ts';

describe('times', () => {
  const rows: readonly (readonly [style: TimeStyle, written: string, iso: string, title: string])[] = [
    ['iso', '2019-02-06T00:00:38Z', '2019-02-06T00:00:38Z', 'stays'],
    ['iso', 'yesterday', 'yesterday', 'stays, whatever it is'],
    ['iso-without-zone', '2020-04-01T08:51:42', '2020-04-01T08:51:42Z', 'gets its zone'],
    ['iso-without-zone', '2020-04-01T08:51:42.123456', '2020-04-01T08:51:42.123456Z', 'keeps its microseconds'],
    ['iso-without-zone', '2020-04-01T08:51:42Z', '2020-04-01T08:51:42Z', 'stays where it has a zone'],
    ['iso-without-zone', '2020-04-01', '2020-04-01', 'stays where it is no time'],
    ['epoch-seconds', '1418530010', '2014-12-14T04:06:50.000Z', 'is read'],
    ['epoch-seconds', '0', '1970-01-01T00:00:00.000Z', 'is read where it is 0'],
    ['epoch-seconds', '8640000000000', '+275760-09-13T00:00:00.000Z', 'is read up to the last one'],
    ['epoch-seconds', '8640000000001', '8640000000001', 'stays beyond it'],
    ['epoch-seconds', '-1', '-1', 'stays below 0'],
    ['epoch-seconds', '1418530010.5', '1418530010.5', 'stays with a fraction'],
    ['epoch-milliseconds', '1576280412771', '2019-12-13T23:40:12.771Z', 'is read'],
    ['epoch-milliseconds', '8640000000000001', '8640000000000001', 'stays beyond the last one'],
    ['clf', '06/Feb/2019:00:00:38 +0000', '2019-02-06T00:00:38.000Z', 'is read'],
    ['clf', '10/Oct/2000:13:55:36 -0730', '2000-10-10T21:25:36.000Z', 'west of UTC is read'],
    ['clf', '01/Jan/2001:00:30:00 +0100', '2000-12-31T23:30:00.000Z', 'east of UTC is read, into the year before'],
    ['clf', '29/Feb/2020:23:59:59 +0000', '2020-02-29T23:59:59.000Z', 'of a leap day is read'],
    ['clf', '31/Feb/2019:00:00:38 +0000', '31/Feb/2019:00:00:38 +0000', 'stays where there is no such day'],
    ['clf', '29/Feb/2100:00:00:00 +0000', '29/Feb/2100:00:00:00 +0000', 'stays where the year has no such day'],
    ['clf', '31/Apr/2019:00:00:38 -0100', '31/Apr/2019:00:00:38 -0100', 'stays where the month has no such day'],
    ['clf', '00/Apr/2019:00:00:38 +0000', '00/Apr/2019:00:00:38 +0000', 'stays on day 0'],
    ['clf', '06/Feb/2019:23:60:38 +0000', '06/Feb/2019:23:60:38 +0000', 'stays where there is no such minute'],
    ['clf', '06/Feb/2019:24:00:38 +0000', '06/Feb/2019:24:00:38 +0000', 'stays where there is no such hour'],
    ['clf', '06/Anf/2019:00:00:38 +0000', '06/Anf/2019:00:00:38 +0000', 'stays where there is no such month'],
    ['clf', '06/Feb/0019:00:00:38 +0000', '0019-02-06T00:00:38.000Z', 'of a year below 100 is that year'],
    ['clf', '[06/Feb/2019:00:00:38 +0000]', '[06/Feb/2019:00:00:38 +0000]', 'stays with brackets'],
  ];
  for (const [style, written, iso, title] of rows) {
    it(`in ${style}: ${written} ${title}`, () => expect(isoTime(style, written)).to.equal(iso));
  }

  const pairs: readonly (readonly [date: string | undefined, time: string | undefined, joined: string | undefined])[] =
    [
      ['2019-12-04', '21:02:31', '2019-12-04T21:02:31Z'],
      ['2019-12-04', undefined, '2019-12-04'],
      [undefined, '21:02:31', '21:02:31'],
      [undefined, undefined, undefined],
      ['today', '21:02:31', 'today 21:02:31'],
      ['2019-12-04', 'noon', '2019-12-04 noon'],
    ];
  for (const [date, time, joined] of pairs) {
    it(`of a date ${date ?? '-'} and a time of day ${time ?? '-'} lose neither`, () => {
      expect(isoTime('date-and-time', date, time)).to.equal(joined);
    });
  }

  describe('as columns, in both forms', () => {
    const epoch = delimited({
      name: 'epoch',
      columns: [number('at'), text('x')],
      time: { name: 'at', style: 'epoch-seconds' },
    });
    const two = delimited({
      name: 'two',
      columns: [text('x'), text('date'), text('time')],
      time: { name: 'date', style: 'date-and-time', second: 'time' },
    });
    const stamped = async (format: typeof epoch | typeof two, line: string): Promise<unknown> =>
      (await applyTo(timestamp(), packed<object>(format, line))).output;

    it('make @timestamp of a number', async () => {
      expect(await stamped(epoch, '1418530010 y')).to.deep.equal([
        { '@timestamp': '2014-12-14T04:06:50.000Z', x: 'y' },
      ]);
    });
    it('leave @timestamp out where the cell is -', async () => {
      expect(await stamped(epoch, '- y')).to.deep.equal([{ x: 'y' }]);
    });
    it('keep what is no number, and a number that is no time', async () => {
      expect(await stamped(epoch, 'a y\n1.5 y')).to.deep.equal([
        { '@timestamp': 'a', x: 'y' },
        { '@timestamp': '1.5', x: 'y' },
      ]);
    });
    it('make one column of two', async () => {
      expect(await stamped(two, 'y 2019-12-04 21:02:31')).to.deep.equal([
        { x: 'y', '@timestamp': '2019-12-04T21:02:31Z' },
      ]);
    });
  });

  describe('in a schema', () => {
    const schema = delimited({
      name: 'two',
      columns: [text('x'), text('date'), text('time')],
      time: { name: 'date', style: 'date-and-time', second: 'time' },
    }).schema('omit');

    it('are found under other names', () => {
      const stamped = schema.rename({ date: 'time', time: 'date' }).timestamp('@timestamp');
      expect(stamped.columns.map(({ name }) => name)).to.deep.equal(['x', '@timestamp', 'extra']);
      expect(stamped.time).to.deep.equal({ name: '@timestamp', style: 'iso' });
    });
    it('stay as they are when they are asked for twice', () => {
      const stamped = schema.timestamp('@timestamp');
      expect(stamped.timestamp('@timestamp')).to.equal(stamped);
      expect(stamped.timestamp('event.created').columns.map(({ name }) => name)).to.include('event.created');
    });
    it('are gone with either of their columns', () => {
      for (const lost of [
        schema.omit(['time']),
        schema.omit(['date']),
        schema.pick(['x', 'date']),
        schema.set({ time: 1 }),
      ]) {
        expect(lost.time).to.equal(undefined);
        expect(() => lost.timestamp('@timestamp')).to.throw(ConfigError, 'no time column');
      }
    });
    it('take no name that another column has', () => {
      expect(() => schema.timestamp('x')).to.throw(ConfigError, '`x`');
    });
  });
});
