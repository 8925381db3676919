import { expect } from 'chai';
import { parse } from 'yaml';
import { templateFile, templateText } from '../template/text.ts';

interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

const text = templateFile();
const { Parameters, Resources } = parse(text, { version: '1.1' }) as {
  readonly Parameters: Readonly<Record<string, { readonly Default?: unknown; readonly AllowedPattern?: string }>>;
  readonly Resources: Readonly<Record<string, Resource>>;
};

describe('template.yaml', () => {
  it('is what the construct makes of it (`npm run template` writes it)', () => {
    expect(text).to.equal(templateText());
  });

  it('is asked for what has no default', () => {
    const asked = Object.entries(Parameters).filter(([, parameter]) => !('Default' in parameter));
    expect(asked.map(([name]) => name)).to.deep.equal([
      ...['Environment', 'Component', 'CodeBucket', 'CodeKey', 'BucketName', 'CollectorAddress'],
    ]);
  });

  it('has text for text, also to a reader of YAML 1.1', () => {
    expect(Parameters.Ecs?.Default).to.equal('off');
  });

  it('refuses a collector’s address that is none', () => {
    const pattern = new RegExp(Parameters.CollectorAddress?.AllowedPattern ?? '');
    for (const address of ['tcp://logs.internal:5170', 'tls://[2001:db8::1]:6514']) expect(address).to.match(pattern);
    for (const address of ['logs:5170', 'http://a:1', 'tcp://a', 'tcp://me@a:1', 'tcp://a:1/b']) {
      expect(address).not.to.match(pattern);
    }
  });

  it('has names that can be read, and no function but the one', () => {
    expect(Object.keys(Resources)).to.include.members([
      'Function',
      'Queue',
      'ContinueQueue',
      'DeadLetterQueue',
      'Role',
      'Logs',
    ]);
    const functions = Object.values(Resources).filter(({ Type }) => Type === 'AWS::Lambda::Function');
    expect(functions).to.have.length(1);
    expect(functions[0]?.Properties.VpcConfig).to.have.property('Fn::If');
  });
});
