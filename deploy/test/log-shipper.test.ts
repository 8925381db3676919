import { Duration } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { Architecture } from 'aws-cdk-lib/aws-lambda';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { templateWith } from './synth.ts';

describe('LogShipper', () => {
  it('makes one function, named by environment and component, that needs no more than an address', () => {
    const template = templateWith();
    template.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'production-shop-logs',
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      MemorySize: 256,
      Timeout: 120,
      Environment: {
        Variables: {
          LOGFLUME_TO: 'tcp://logs.internal:5170',
          LOGFLUME_CONTINUE_QUEUE: { Ref: Match.stringLikeRegexp('ContinueQueue') },
        },
      },
      ReservedConcurrentExecutions: Match.absent(),
      VpcConfig: Match.absent(),
    });
    template.resourceCountIs('AWS::Lambda::Function', 1);
  });

  it('gives the function what the props say', () => {
    const template = templateWith(() => ({
      settings: { format: 'alb', ecs: true, fields: { shard: 7 }, maxRejects: 'none', closeTimeoutMs: 5_000 },
      memoryMiB: 512,
      timeout: Duration.minutes(5),
      architecture: Architecture.X86_64,
      reservedConcurrency: 4,
      logRetention: RetentionDays.ONE_WEEK,
    }));
    template.hasResourceProperties('AWS::Lambda::Function', {
      Architectures: ['x86_64'],
      MemorySize: 512,
      Timeout: 300,
      ReservedConcurrentExecutions: 4,
      Environment: {
        Variables: {
          LOGFLUME_FORMAT: 'alb',
          LOGFLUME_ECS: 'on',
          LOGFLUME_FIELDS: '{"shard":7}',
          LOGFLUME_MAX_REJECTS: 'none',
          LOGFLUME_CLOSE_TIMEOUT_MS: '5000',
        },
      },
    });
    template.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: '/aws/lambda/production-shop-logs',
      RetentionInDays: 7,
    });
  });

  it('logs as text, which the metrics need, to a group that is kept for a month', () => {
    const template = templateWith();
    template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
    template.hasResourceProperties('AWS::Lambda::Function', {
      LoggingConfig: { LogGroup: Match.anyValue(), LogFormat: Match.absent() },
    });
  });

  it('lets events invoke an alias where one is named', () => {
    const template = templateWith(() => ({ alias: 'live' }));
    template.hasResourceProperties('AWS::Lambda::Alias', { Name: 'live' });
    template.allResourcesProperties('AWS::Lambda::EventSourceMapping', {
      FunctionName: { 'Fn::Join': ['', [Match.anyValue(), ':live']] },
    });
  });
});
