import { Duration } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { expect } from 'chai';
import { templateWith } from './synth.ts';

describe('the alarms', () => {
  const template = templateWith();

  for (const [id, expected] of Object.entries({
    Errors: { Namespace: 'AWS/Lambda', MetricName: 'Errors', Threshold: 1 },
    Throttles: { Namespace: 'AWS/Lambda', MetricName: 'Throttles', EvaluationPeriods: 3 },
    OldestMessage: { Namespace: 'AWS/SQS', MetricName: 'ApproximateAgeOfOldestMessage', Threshold: 3 * 720 },
    OldestRest: { Namespace: 'AWS/SQS', MetricName: 'ApproximateAgeOfOldestMessage', Threshold: 3 * 720 },
    FailedMessages: { Namespace: 'AWS/SQS', MetricName: 'ApproximateNumberOfMessagesVisible', Threshold: 1 },
    ObjectsFailed: { Namespace: 'Logflume', MetricName: 'ObjectsFailed', Period: 900, EvaluationPeriods: 2 },
    Undelivered: { Namespace: 'Logflume', MetricName: 'Undelivered', Period: 900, EvaluationPeriods: 2 },
    DeadLettered: { Namespace: 'Logflume', MetricName: 'DeadLettered', Threshold: 1 },
  })) {
    it(`have one for ${id}, which keeps still where there are no figures`, () => {
      template.hasResourceProperties('AWS::CloudWatch::Alarm', {
        AlarmName: `production-shop-logs-${id}`,
        TreatMissingData: 'notBreaching',
        ...expected,
      });
    });
  }

  it('look at the metrics of this function', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'Undelivered',
      Dimensions: [{ Name: 'FunctionName', Value: 'production-shop-logs' }],
    });
  });

  it('have one for silence only where it is asked for', () => {
    template.resourceCountIs('AWS::CloudWatch::Alarm', 8);
    templateWith(() => ({ alarms: { quietFor: Duration.hours(1) } })).hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: 'production-shop-logs-Quiet',
      MetricName: 'Invocations',
      Period: 3600,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    });
  });

  it('wait as long as they are told', () => {
    templateWith(() => ({ alarms: { maxAge: Duration.hours(2) } })).hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: 'production-shop-logs-OldestMessage',
      Threshold: 7200,
    });
  });

  it('tell whom they are told to, also when all is well again', () => {
    const told = templateWith((stack) => ({ alarms: { actions: [new SnsAction(new Topic(stack, 'Operators'))] } }));
    const actions = [{ Ref: Match.stringLikeRegexp('Operators') }];
    told.allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: actions, OKActions: actions });
  });
});

describe('the dashboard', () => {
  it('shows every metric of the function, and can be left out', () => {
    const [dashboard] = Object.values(templateWith().findResources('AWS::CloudWatch::Dashboard'));
    const body = JSON.stringify(dashboard);
    for (const name of [
      ...['Objects', 'ObjectsFailed', 'ObjectsGone', 'Lines', 'Rejected', 'DeadLettered', 'Undelivered'],
      ...['BytesRead', 'BytesSent', 'Resumes', 'DuplicatesPossible'],
    ]) {
      expect(body).to.contain(`\\"Logflume\\",\\"${name}\\",\\"FunctionName\\",\\"production-shop-logs\\"`);
    }
    templateWith(() => ({ dashboard: false })).resourceCountIs('AWS::CloudWatch::Dashboard', 0);
  });
});
