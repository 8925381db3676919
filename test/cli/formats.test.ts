import { expect } from 'chai';
import { about } from '../../transforms/formats/about.ts';
import { formats } from '../../transforms/formats/registry.ts';
import { command } from '../helpers/world.ts';

interface Outline {
  readonly name: string;
  readonly about: string;
  readonly time?: object;
  readonly columns?: readonly { readonly name: string; readonly type: string; readonly cell: number }[];
}

async function outlines(...words: readonly string[]): Promise<readonly Outline[]> {
  const { code, out, err } = await command(['formats', ...words, '--json']);
  expect({ code, err }).to.deep.equal({ code: 0, err: '' });
  return out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Outline);
}

describe('logflume formats', () => {
  it('lists every format, with a line on it and with its columns', async () => {
    const { code, out, err } = await command(['formats']);
    expect({ code, err }).to.deep.equal({ code: 0, err: '' });
    for (const name of Object.keys(formats)) expect(out).to.match(new RegExp(`^${name} +\\S`, 'm'));
    expect(out).to.contain('tls_connection_creation_time').and.to.contain('aclrequired');
    expect(Math.max(...out.split('\n').map((line) => line.length))).to.be.at.most(100);
  });

  it('prints the schema of one', async () => {
    const { code, out } = await command(['formats', 'elb']);
    expect(code).to.equal(0);
    expect(out).to.contain('elb: access logs of classic load balancers\n');
    const rows = out.split('\n').map((line) => line.trim().split(/ +/).join(' '));
    expect(rows).to.include.members([
      'cell column type',
      '1 timestamp text',
      '3 client_ip text',
      '3 client_port number',
      '12 request_verb text',
      '12 request text',
      '15 ssl_protocol text',
      '16… extra list',
      'The time is timestamp: in ISO 8601.',
      'A line has 12 cells at the least.',
    ]);
  });

  it('tells formats that follow a header, and those of JSON', async () => {
    expect((await command(['formats', 'cloudfront'])).out)
      .to.contain('The time is date and time: ')
      .and.contain('may give');
    expect((await command(['formats', 'json'])).out)
      .to.contain('the records alone know')
      .and.contain('no time column');
  });

  it('gives one line of JSON for each', async () => {
    const all = await outlines();
    expect(all.map(({ name }) => name)).to.deep.equal(Object.keys(formats));
    expect(all.map((outline) => outline.about)).to.deep.equal(Object.values(about));
    const [one] = await outlines('vpc-flow');
    expect(one?.time).to.deep.equal({ name: 'start', style: 'epoch-seconds' });
    expect(one?.columns?.[10]).to.deep.equal({ name: 'start', type: 'number', cell: 11 });
  });

  for (const [name, hint] of [
    ['albb', 'is alb meant?'],
    ['s3_access', 'is s3-access meant?'],
    ['something', 'there are elb, alb'],
    ['./no-such-file.js', 'there is no file'],
  ] as const) {
    it(`does not know ${name}, and says what might be meant`, async () => {
      const { code, out, err } = await command(['formats', name]);
      expect({ code, out }).to.deep.equal({ code: 2, out: '' });
      expect(err)
        .to.match(/^logflume: formats: /)
        .and.to.contain(hint);
    });
  }

  it('takes no flags of other commands', async () => {
    expect((await command(['formats', '--to', 'tcp://a:1'])).code).to.equal(2);
    expect((await command(['formats', '--help'])).out).to.contain('--json');
  });
});
