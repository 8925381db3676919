import { expect } from 'chai';
import { flow } from '../../../src/flow.ts';
import { memory } from '../../../sinks/memory.ts';
import { eventId, filter, timestamp } from '../../../transforms/index.ts';
import { waf } from '../../../transforms/formats/waf.ts';
import { parse } from '../../../transforms/parse.ts';
import { read } from '../../../transforms/read.ts';
import { splitLines } from '../../../transforms/split-lines.ts';
import { bytes } from '../../helpers/runs.ts';

/** After the example of AWS for a request that a rate-based rule blocked, on one line as in a log. */
const blocked = JSON.stringify({
  timestamp: 1683355579981,
  formatVersion: 1,
  webaclId: 'arn:aws:wafv2:eu-west-3:123456789012:regional/webacl/test/0123',
  terminatingRuleId: 'RateBasedRule',
  terminatingRuleType: 'RATE_BASED',
  action: 'BLOCK',
  terminatingRuleMatchDetails: [],
  httpSourceName: 'APIGW',
  httpSourceId: 'EXAMPLE11:rjvegx5guh:CanaryTest',
  ruleGroupList: [],
  rateBasedRuleList: [
    {
      rateBasedRuleId: 'EXAMPLE',
      rateBasedRuleName: 'RateBasedRule',
      limitKey: 'CUSTOMKEYS',
      maxRateAllowed: 100,
      evaluationWindowSec: '120',
      customValues: [{ key: 'HEADER', name: 'dogname', value: 'ella' }],
    },
  ],
  nonTerminatingMatchingRules: [],
  requestHeadersInserted: null,
  responseCodeSent: null,
  httpRequest: {
    clientIp: '52.46.82.45',
    country: 'FR',
    headers: [{ name: 'User-Agent', value: 'RateBasedRuleTestKoipOneKeyModulePV2' }],
    uri: '/CanaryTest',
    args: '',
    httpVersion: 'HTTP/1.1',
    httpMethod: 'GET',
    requestId: 'Ed0AiHF_CGYF-DA=',
  },
});
const allowed = '{"timestamp":1683355579982,"action":"ALLOW","httpRequest":{"country":"-"}}';

describe('waf', () => {
  it('gives records as AWS documents them, with their time in ISO 8601 and ids', async () => {
    const sink = memory();
    await flow(read(waf), timestamp(), eventId('id'))
      .to(sink)
      .run(bytes([blocked.slice(0, 99), `${blocked.slice(99)}\n${allowed}\n`]));
    const { timestamp: _, ...rest } = JSON.parse(blocked) as Record<string, unknown>;
    expect(_).to.equal(1683355579981);
    const [first, second] = sink.records as Record<string, unknown>[];
    expect(first).to.deep.include({ ...rest, '@timestamp': '2023-05-06T06:46:19.981Z' });
    expect(first).not.to.have.property('timestamp');
    expect(first?.id).to.match(/-0$/);
    expect(second).to.deep.include({ '@timestamp': '2023-05-06T06:46:19.982Z', httpRequest: { country: '-' } });
    expect(second?.id).to.match(new RegExp(`-${(blocked.length + 1).toString(36)}$`));
  });

  it('is typed, and works with `parse`', async () => {
    const sink = memory();
    const french = filter(({ action, httpRequest }: { action?: string; httpRequest?: { country?: string } }) => {
      return action === 'BLOCK' && httpRequest?.country === 'FR';
    });
    await flow(
      splitLines(),
      parse(waf),
      filter((row) => row.httpRequest?.clientIp !== '::1'),
      french,
    )
      .to(sink)
      .run(bytes([`${blocked}\n${allowed}\n`]));
    expect(sink.lines).to.deep.equal([blocked]);
  });

  for (const [value, expected] of [
    ['"soon"', 'soon'],
    ['99999999999999999', 99999999999999999],
    ['1683355579981.5', '1683355579981.5'],
  ] as const) {
    it(`keeps a timestamp of ${value} as it is`, async () => {
      const sink = memory();
      await flow(read(waf), timestamp())
        .to(sink)
        .run(bytes([`{"timestamp":${value}}\n`]));
      const [record] = sink.records as Record<string, unknown>[];
      expect(String(record?.['@timestamp'])).to.equal(String(expected));
    });
  }
});
