import { expect } from 'chai';
import { command } from '../helpers/world.ts';

describe('wrong use of logflume deploy', () => {
  it('is told all at once and exits 2', async () => {
    const flags = ['--alias', '7', '--timeout-ms', '0', '--endpoint-url', 'ftp://me:secret@x'];
    const { code, out, err } = await command(['deploy', '--environment', 'ci', ...flags]);
    expect({ code, out }).to.deep.equal({ code: 2, out: '' });
    expect(err.split('\n')).to.deep.equal([
      'logflume: name the function: --function name, or --environment and --component',
      'logflume: --alias: must be letters, digits, - and _, and not digits alone, not "7"',
      'logflume: --timeout-ms: must be a whole number from 1 to 3600000, not "0"',
      'logflume: --endpoint-url: must be http://host:port or https://…, not "ftp://***@x"',
      'Try `logflume --help`.',
      '',
    ]);
  });

  for (const words of [['--fnction', 'a'], ['--function'], ['--function', 'a', 'b.zip']]) {
    it(`is \`logflume deploy ${words.join(' ')}\``, async () => {
      const { code, out, err } = await command(['deploy', ...words]);
      expect({ code, out }).to.deep.equal({ code: 2, out: '' });
      expect(err).to.match(/^logflume: /);
    });
  }

  it('is helped', async () => {
    const { code, out } = await command(['deploy', '--help']);
    expect(code).to.equal(0);
    expect(out).to.contain('--dry-run').and.to.contain('<environment>-<component>').and.to.contain('Examples:');
  });
});
