import { expect } from 'chai';
import { settings } from '../../src/settings.ts';
import { collector } from '../../src/testing/index.ts';
import { command } from '../helpers/world.ts';

const lines = (text: string): string[] => text.split('\n').filter(Boolean);

describe('wrong use of the command', () => {
  it('is told all at once, exits 2, and touches no network', async () => {
    const server = await collector();
    try {
      const { code, out, err } = await command(
        [
          'ship',
          'http://x/y',
          '-',
          '-',
          '--conections',
          '--connections',
          '2x',
          '--set',
          'a',
          '--endpoint-url',
          'ftp://me:secret@x',
        ],
        { env: { LOGFLUME_TO: `tcp://127.0.0.1:${server.port}`, LOGFLUME_TOO: '1' } },
      );
      expect({ code, out }).to.deep.equal({ code: 2, out: '' });
      expect(lines(err)).to.deep.equal([
        'logflume: --conections: there is no such flag; is --connections meant?',
        'logflume: "http://x/y" is no source; a source is s3://bucket/key, a path, or - for standard input',
        'logflume: standard input (-) can be read only once',
        'logflume: --endpoint-url: must be http://host:port or https://…, not "ftp://***@x"',
        'logflume: LOGFLUME_TOO: there is no such variable; is LOGFLUME_TO meant?',
        'logflume: --connections: must be a whole number from 1 to 64, not "2x"',
        'logflume: --set: must be name=value pairs with commas between, or a JSON object; "a" is no pair',
        'Try `logflume --help`.',
      ]);
      expect(server.connections).to.equal(0);
    } finally {
      await server.close();
    }
  });

  it('is a line without source and address', async () => {
    const { code, err } = await command(['ship']);
    expect(code).to.equal(2);
    expect(lines(err)).to.deep.equal([
      'logflume: name a source: s3://bucket/key, a path, or - for standard input',
      'logflume: --to tcp://host:port is missing; the variable LOGFLUME_TO would do too',
      'Try `logflume --help`.',
    ]);
  });

  it('is a column that the format does not have', async () => {
    const { code, err } = await command(['parse', 'no-such-file', '--format', 'elb', '--rename', 'ebl=lb']);
    expect(code).to.equal(2);
    expect(err).to.match(/^logflume: --rename: there is no column `ebl`; there are @timestamp, elb/);
  });

  for (const words of [
    ['shp'],
    [],
    ['ship', '--to'],
    ['parse', 's3://bucket'],
    ['parse', 's3:///key'],
    ['parse', ''],
  ]) {
    it(`is \`logflume ${words.join(' ')}\``, async () => {
      const { code, out, err } = await command(words);
      expect({ code, out }).to.deep.equal({ code: 2, out: '' });
      expect(err).to.not.equal('');
      expect(err).to.not.contain('    at ');
    });
  }
});

describe('help', () => {
  it('has every setting with its default, and examples', async () => {
    const { code, out, err } = await command(['ship', '--help']);
    expect({ code, err }).to.deep.equal({ code: 0, err: '' });
    for (const { flag } of settings) if (flag !== undefined) expect(out).to.contain(`${flag} <`);
    expect(out).to.contain('--endpoint-url').and.to.contain('Examples:').and.to.contain('(default: 2)');
  });

  it('of parse has no flags for sending', async () => {
    const { out } = await command(['parse', '--help']);
    expect(out).to.contain('--format <').and.not.to.contain('--to <').and.not.to.contain('--connections <');
    expect(out.replace(/\s+/g, ' ')).to.contain('or off (default: off)');
  });

  it('of the whole names the exit codes, and --version the version', async () => {
    expect((await command(['--help'])).out).to.contain('130 interrupted');
    expect(await command(['--version'])).to.deep.equal({ code: 0, out: '1.2.3\n', err: '' });
  });
});
