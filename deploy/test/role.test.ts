import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Template } from 'aws-cdk-lib/assertions';
import { expect } from 'chai';
import { templateWith } from './synth.ts';

interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

/** What the role of the function may do. */
function statements(template: Template): readonly Statement[] {
  const policies = template.findResources('AWS::IAM::Policy') as Record<
    string,
    { Properties: { PolicyDocument: { Statement: readonly Statement[] } } }
  >;
  const [, own] = Object.entries(policies).find(([id]) => id.startsWith('ShopRole')) ?? [];
  return own?.Properties.PolicyDocument.Statement ?? [];
}

const actionsOf = (all: readonly Statement[]): string[] => all.flatMap(({ Action }) => Action);
const allowed = (template: Template, action: string): unknown[] =>
  statements(template)
    .filter(({ Action, Effect }) => Effect === 'Allow' && [Action].flat().includes(action))
    .map(({ Resource }) => Resource);

describe('the role of the function', () => {
  it('may do what it needs, and nothing to everything', () => {
    const template = templateWith();
    expect(new Set(actionsOf(statements(template)))).to.have.keys(
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      's3:GetObject',
      's3:ListBucket',
      'sqs:SendMessage',
      'sqs:ReceiveMessage',
      'sqs:ChangeMessageVisibility',
      'sqs:GetQueueUrl',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
    );
    expect(statements(template).filter(({ Resource }) => Resource === '*')).to.deep.equal([]);
    const roles = Object.values(template.findResources('AWS::IAM::Role')) as { Properties: object }[];
    expect(roles).to.have.length(1);
    expect(roles[0]?.Properties).not.to.have.property('ManagedPolicyArns');
  });

  it('reads below the prefix alone, and lists the bucket', () => {
    const template = templateWith((stack) => ({
      source: { bucket: Bucket.fromBucketName(stack, 'Theirs', 'their-logs'), prefix: 'elb/' },
    }));
    const arn = (path: string): object => ({
      'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:s3:::their-logs${path}`]],
    });
    expect(allowed(template, 's3:GetObject')).to.deep.equal([arn('/elb/*')]);
    expect(allowed(template, 's3:ListBucket')).to.deep.equal([arn('')]);
  });

  it('decrypts where the key of the bucket is given', () => {
    const template = templateWith((stack) => ({
      source: { bucket: Bucket.fromBucketName(stack, 'Theirs', 'their-logs'), encryptionKey: new Key(stack, 'Key') },
    }));
    expect(allowed(template, 'kms:Decrypt')).to.have.length(1);
    expect(actionsOf(statements(template)).filter((action) => action.startsWith('kms:'))).to.deep.equal([
      'kms:Decrypt',
    ]);
  });

  it('writes dead letters below their prefix alone', () => {
    const template = templateWith(() => ({ deadLetters: {} }));
    expect(JSON.stringify(allowed(template, 's3:PutObject'))).to.contain('/production-shop-logs/*');
    expect(allowed(templateWith(), 's3:PutObject')).to.deep.equal([]);
  });

  it('lets Lambda make network interfaces in a VPC, and the code itself not', () => {
    const template = templateWith((stack) => ({ network: { vpc: new Vpc(stack, 'Network') } }));
    const whole = statements(template).filter(({ Resource }) => Resource === '*');
    expect(whole.map(({ Effect }) => Effect)).to.deep.equal(['Allow', 'Deny']);
    expect(actionsOf(whole).filter((action) => !action.startsWith('ec2:'))).to.deep.equal([]);
    expect(whole[1]).to.have.nested.property('Condition.ArnEquals.lambda:SourceFunctionArn');
  });
});
