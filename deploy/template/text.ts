import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { stringify } from 'yaml';
import { PlainStack } from './plain-stack.ts';

export const path = fileURLToPath(new URL('../template.yaml', import.meta.url));

const HEAD = `# logflume on AWS, for people without CDK. Made by \`npm run template\` from the construct LogShipper: change that.
# How to use it is in docs/deploying.md of the repository.
`;

/** What template.yaml should be. */
export function templateText(): string {
  const whole = { AWSTemplateFormatVersion: '2010-09-09', ...sorted(synthesised()) };
  // CloudFormation reads YAML 1.1, to which a bare `off` and a bare date are no text.
  return HEAD + stringify(whole, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false });
}

function synthesised(): unknown {
  const outdir = mkdtempSync(join(tmpdir(), 'logflume-template-'));
  try {
    const app = new App({ outdir, context: { '@aws-cdk/core:validateAgainstDefaultRules': true } });
    return Template.fromStack(new PlainStack(app, 'Logflume')).toJSON();
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** What template.yaml is. */
export function templateFile(): string {
  return readFileSync(path, 'utf8');
}

/** Description, parameters, conditions, resources: in the order in which people read. */
function sorted(template: unknown): object {
  const parts = Object.entries(typeof template === 'object' && template !== null ? template : {});
  const order = ['Description', 'Parameters', 'Conditions', 'Resources'];
  return Object.fromEntries(parts.sort(([a], [b]) => order.indexOf(a) - order.indexOf(b)));
}
