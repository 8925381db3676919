import { expect } from 'chai';
import { ConfigError } from '../../../src/errors.ts';
import { packed } from '../../../src/testing/batches.ts';
import { address, number, request, seconds, text, time } from '../../../transforms/formats/columns.ts';
import { delimited } from '../../../transforms/formats/delimited.ts';

const names = (format: ReturnType<typeof delimited>): string[] => format.schema('omit').columns.map(({ name }) => name);

describe('delimited', () => {
  it('has columns in the order of the cells, and what is beyond them at the end', () => {
    const all = delimited({
      name: 'all',
      columns: [time('t'), text('a'), address('b'), request('r'), seconds('s'), number('n')],
    });
    expect(names(all)).to.deep.equal([
      't',
      'a',
      'b_ip',
      'b_port',
      'r_verb',
      'r_url',
      'r_proto',
      'r',
      's',
      'n',
      'extra',
    ]);
  });

  it('knows its time column', () => {
    expect(delimited({ name: 'f', columns: [time('t')], time: 't' }).schema('omit').time).to.deep.equal({
      name: 't',
      style: 'iso',
    });
  });

  it('leaves dots in its names literal', () => {
    const dotted = delimited({ name: 'f', columns: [text('cs(User-Agent)'), text('a.b')] });
    expect(packed(dotted, 'x y').encode().bytes.toString()).to.equal('{"cs(User-Agent)":"x","a.b":"y"}\n');
  });

  it('reads tabs, and extra cells between them', () => {
    const tabs = delimited({ name: 'f', columns: [text('a')], delimiter: '\t' });
    expect(packed(tabs, 'x y\tz w').encode().bytes.toString()).to.equal('{"a":"x y","extra":["z w"]}\n');
  });

  it('refuses two columns of one name', () => {
    expect(() => delimited({ name: 'f', columns: [text('a'), number('a')] })).to.throw(ConfigError, /`a`/);
    expect(() => delimited({ name: 'f', columns: [text('extra')] })).to.throw(ConfigError, /`extra`/);
    expect(() => delimited({ name: 'f', columns: [address('c'), text('c_ip')] })).to.throw(ConfigError, /`c_ip`/);
  });
});
