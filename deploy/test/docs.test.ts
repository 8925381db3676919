import { expect } from 'chai';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { templateWith } from './synth.ts';

const here = fileURLToPath(new URL('..', import.meta.url));
const page = readFileSync(new URL('../../docs/deploying.md', import.meta.url), 'utf8');
/** `typescript` and not `ts`: the examples of `ts` are compiled without the CDK. */
const examples = [...page.matchAll(/^```typescript\n([^]*?)^```/gm)].map(([, code = '']) => code);

describe('docs/deploying.md', () => {
  // Inside of the package, so that the CDK is found.
  const folder = mkdtempSync(join(here, 'test', '.docs-'));
  after(() => rmSync(folder, { recursive: true }));

  it('has examples, and they compile', () => {
    const files = examples.map((code, index) => {
      const file = join(folder, `${index}.ts`);
      writeFileSync(file, code.replace("'logflume-deploy'", "'../../lib/index.ts'"));
      return file;
    });
    expect(files).not.to.be.empty;
    const { config } = ts.readConfigFile(join(here, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
      config: unknown;
    };
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, here);
    const problems = ts.getPreEmitDiagnostics(ts.createProgram(files, options));
    expect(problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).to.deep.equal([]);
  });

  it('names every alarm', () => {
    const alarms = Object.values(templateWith().findResources('AWS::CloudWatch::Alarm')) as {
      readonly Properties: { readonly AlarmName: string };
    }[];
    expect(alarms).not.to.be.empty;
    for (const { Properties } of alarms) {
      expect(page).to.contain(`| \`${Properties.AlarmName.replace('production-shop-logs-', '')}\``);
    }
  });
});
