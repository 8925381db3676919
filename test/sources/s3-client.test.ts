import { expect } from 'chai';
import { s3Client, type S3ClientOptions } from '../../src/sources/s3-client.ts';
import { s3Object } from '../../src/sources/s3.ts';
import { caught } from '../helpers/caught.ts';

/** An environment in which the SDK finds nothing by itself, and is quiet. */
const BARE = {
  AWS_CONFIG_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
};

describe('s3Client', () => {
  const saved = process.env;

  /** Replaces every AWS_ variable. */
  function environment(variables: NodeJS.ProcessEnv): void {
    const others = Object.entries(saved).filter(([name]) => !name.startsWith('AWS_'));
    process.env = { ...Object.fromEntries(others), ...variables };
  }

  async function configuration(options: S3ClientOptions) {
    const client = await s3Client(options);
    client.destroy();
    return { forcePathStyle: client.config.forcePathStyle, region: await client.config.region() };
  }

  beforeEach(() => {
    environment(BARE);
  });

  afterEach(() => {
    process.env = saved;
  });

  it('addresses buckets by path, in us-east-1, at an endpoint that is given', async () => {
    const found = await configuration({ endpointUrl: 'http://127.0.0.1:1' });
    expect(found).to.deep.equal({ forcePathStyle: true, region: 'us-east-1' });
  });

  for (const name of ['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_S3']) {
    it(`does the same at an endpoint that ${name} names`, async () => {
      environment({ ...BARE, [name]: 'http://127.0.0.1:1' });
      expect(await configuration({})).to.deep.equal({ forcePathStyle: true, region: 'us-east-1' });
    });
  }

  it('prefers AWS_REGION to us-east-1, and the option to both', async () => {
    environment({ ...BARE, AWS_REGION: 'eu-west-1', AWS_ENDPOINT_URL: 'http://127.0.0.1:1' });
    expect((await configuration({})).region).to.equal('eu-west-1');
    expect((await configuration({ region: 'eu-north-1' })).region).to.equal('eu-north-1');
  });

  it('addresses buckets by host name at AWS', async () => {
    expect((await configuration({ region: 'eu-west-1' })).forcePathStyle).to.equal(false);
  });

  it('leads to an error that says so where no region is set', async () => {
    const error = await caught(open({}));
    expect(error).to.include({ code: 'ERR_SOURCE', retryable: false });
    expect(error.message).to.equal(
      'Cannot read s3://b/k: no region is set. Set AWS_REGION to the region of the bucket.',
    );
  });

  it('leads to an error that says so where there are no credentials', async () => {
    const error = await caught(open({ endpointUrl: 'http://127.0.0.1:1' }));
    expect(error).to.include({ code: 'ERR_SOURCE_DENIED', retryable: false });
    expect(error.message).to.include('no credentials').and.to.include('AWS_ACCESS_KEY_ID');
  });

  it('leads to an error that is not worth another try where the endpoint is no address', async () => {
    const error = await caught(open({ endpointUrl: 'nonsense' }));
    expect(error).to.include({ code: 'ERR_SOURCE', retryable: false });
    expect(error.message).to.include('Invalid URL').and.to.include('Check the network and the endpoint');
  });

  function open(clientOptions: S3ClientOptions) {
    const context = { signal: new AbortController().signal, report: () => undefined };
    return s3Object({ bucket: 'b', key: 'k', clientOptions }).open(context);
  }
});
