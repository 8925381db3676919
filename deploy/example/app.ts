/* Three environments of two APIs each: `npx cdk deploy 'Logs-ci'` with the AWS CDK's command, `npm run synth` without it. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { App, Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { LogShipper } from '../lib/index.ts';

const ENVIRONMENTS = {
  ci: { to: 'tcp://logs.ci.internal:5170' },
  staging: { to: 'tcp://logs.staging.internal:5170' },
  production: { to: 'tls://logs.production.internal:6514', quietFor: Duration.hours(1) },
};

/** One more API is one more name here. */
const APIS = ['shop-logs', 'billing-logs'];

interface LogsProps extends StackProps {
  readonly environment: keyof typeof ENVIRONMENTS;
  readonly code: Code;
}

/** All that ships logs in one environment. */
export class Logs extends Stack {
  constructor(scope: Construct, id: string, { environment, code, ...props }: LogsProps) {
    super(scope, id, props);
    const { to, ...alarms } = ENVIRONMENTS[environment];
    const vpc = new Vpc(this, 'Network', { natGateways: 0, maxAzs: 2 });
    const actions = [new SnsAction(new Topic(this, 'Operators', { enforceSSL: true }))];
    for (const [index, component] of APIS.entries()) {
      new LogShipper(this, component, {
        environment,
        component,
        code,
        to,
        settings: { format: 'alb', ecs: true, fields: { environment, application: component } },
        deadLetters: {},
        network: { vpc, endpoints: index === 0 },
        alarms: { actions, ...alarms },
      });
    }
  }
}

/** What `npm run package` of the repository builds. */
function built(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return fileURLToPath(new URL(`../../dist/logflume-lambda-${version}.zip`, import.meta.url));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const app = new App();
  const zip = process.env.PACKAGE ?? built();
  if (!existsSync(zip))
    throw new Error(`${zip}: there is no such package; \`npm run package\` builds one, PACKAGE names it`);
  for (const environment of ['ci', 'staging', 'production'] as const) {
    new Logs(app, `Logs-${environment}`, { environment, code: Code.fromAsset(zip) });
  }
  app.synth();
}
