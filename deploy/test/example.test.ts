import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { expect } from 'chai';
import { Logs } from '../example/app.ts';
import { code, STRICT } from './synth.ts';

describe('the example', () => {
  for (const environment of ['ci', 'staging', 'production'] as const) {
    it(`has two APIs in ${environment}, which CloudFormation would take`, () => {
      const template = Template.fromStack(new Logs(new App(STRICT), `Logs-${environment}`, { environment, code }));
      const functions = Object.values(template.findResources('AWS::Lambda::Function')) as {
        Properties: { FunctionName?: string };
      }[];
      const names = functions.map(({ Properties }) => Properties.FunctionName).filter((name) => name !== undefined);
      expect(names).to.have.members([`${environment}-shop-logs`, `${environment}-billing-logs`]);
      template.resourceCountIs('AWS::EC2::VPCEndpoint', 2);
    });
  }
});
