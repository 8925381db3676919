import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { bundle } from '../../src/package/bundle.ts';
import { collector, type Collector } from '../../src/testing/index.ts';
import { cleanEnv } from '../helpers/command.ts';
import { folder, type Folder } from '../helpers/folder.ts';
import { elbLines } from '../helpers/runs.ts';
import { credentials, startS3, type EmbeddedS3 } from '../helpers/s3.ts';

const program = fileURLToPath(new URL('../helpers/evaluated-modules.ts', import.meta.url));
const handlerFile = fileURLToPath(new URL('../../src/lambda.ts', import.meta.url));
const eventOf = (key: string): string =>
  JSON.stringify({
    Records: [{ eventName: 'ObjectCreated:Put', s3: { bucket: { name: 'logs' }, object: { key } } }],
  });

describe('modules in a bundle', () => {
  let own: Folder;
  let file: string;
  let s3: EmbeddedS3;
  let server: Collector;
  before(async () => {
    own = folder();
    file = own.write('index.js', (await bundle(handlerFile)).code);
    s3 = await startS3();
    server = await collector();
    await s3.putObject('logs', 'elb.log', elbLines(1));
    await s3.putObject('logs', 'trail.json', '{"Records":[{"eventTime":"2026-03-14T09:00:00Z"}]}');
  });
  after(async () => {
    await server.close();
    await s3.close();
    own.remove();
  });

  /** The packages of which something was run. */
  async function run(event?: string, env: Record<string, string> = {}): Promise<ReadonlySet<string>> {
    const aws = {
      AWS_ENDPOINT_URL: s3.endpointUrl,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      LOGFLUME_TO: `tcp://127.0.0.1:${server.port}`,
    };
    const words = ['--import', 'tsx', program, file, ...(event === undefined ? [] : [event])];
    const { stderr } = await promisify(execFile)(process.execPath, words, { env: { ...cleanEnv(), ...aws, ...env } });
    const names: unknown = JSON.parse(stderr.trim().split('\n').at(-1) ?? '');
    const packages = Array.isArray(names)
      ? names.map((name) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(String(name)))
      : [];
    return new Set(packages.map((match) => match?.[1] ?? 'own'));
  }

  it('of the AWS SDK and stream-json wait until they are asked for', async () => {
    const names = await run();
    expect([...names]).to.include('generic-pool');
    expect([...names].filter((name) => /aws|smithy|stream-json/.test(name))).to.deep.equal([]);
  });

  it('for S3 are run by an object; those for SQS and for JSON are not', async () => {
    const names = await run(eventOf('elb.log'));
    expect(server.lines()).to.have.length(1);
    expect([...names]).to.include('@aws-sdk/client-s3');
    expect([...names])
      .to.not.include('@aws-sdk/client-sqs')
      .and.not.to.include('stream-json');
  });

  it('for JSON are run by a document', async () => {
    const names = await run(eventOf('trail.json'), { LOGFLUME_FORMAT: 'cloudtrail' });
    expect(server.text()).to.contain('"@timestamp":"2026-03-14T09:00:00Z"');
    expect([...names]).to.include('stream-json');
  });
});
