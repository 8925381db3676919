import { below, type Random } from '../../../src/testing/random.ts';
import { agent, hex, ip, iso, moment, one, path, status, type Sample } from './sample.ts';

export const waf: Sample = {
  line: (random) =>
    JSON.stringify({
      timestamp: moment(random),
      formatVersion: 1,
      webaclId: `arn:aws:wafv2:us-east-1:123456789012:global/webacl/mine/${hex(random, 8)}`,
      terminatingRuleId: 'Default_Action',
      action: one(random, 'ALLOW', 'BLOCK'),
      ruleGroupList: [{ ruleGroupId: 'AWS#AWSManagedRulesCommonRuleSet', terminatingRule: null }],
      httpRequest: {
        clientIp: ip(random),
        country: 'DE',
        headers: [{ name: 'user-agent', value: agent(random) }],
        uri: path(random),
        args: '',
        httpMethod: 'GET',
        requestId: hex(random, 16),
      },
    }),
};

const cloudtrailEvent = (random: Random): string =>
  JSON.stringify({
    eventVersion: '1.10',
    userIdentity: {
      type: 'AssumedRole',
      accountId: '123456789012',
      sessionContext: { attributes: { mfaAuthenticated: 'false' } },
    },
    eventTime: iso(random),
    eventSource: 's3.amazonaws.com',
    eventName: one(random, 'GetObject', 'PutObject'),
    awsRegion: 'us-east-1',
    sourceIPAddress: ip(random),
    userAgent: agent(random),
    requestParameters: { bucketName: 'mine', key: path(random), 'x-amz-acl': null },
    eventID: hex(random, 32),
    readOnly: random() < 0.5,
  });

export const cloudtrail: Sample = {
  line: cloudtrailEvent,
  document: (items) => `{"Records":[${items.join(',')}]}`,
};

export const json: Sample = {
  line: (random) =>
    JSON.stringify({
      time: iso(random),
      status: status(random),
      path: path(random),
      took: below(random, 1e6) / 1e6,
      user: null,
      é: '"\\',
    }),
};
