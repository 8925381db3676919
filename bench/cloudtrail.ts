/* A CloudTrail document of so many megabytes, read to nowhere: `node dist/bench/cloudtrail.js [megabytes] [--gzip]`. */
import { spawnSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createGzip } from 'node:zlib';
import { flow } from '../src/flow.ts';
import { file } from '../src/sources/file.ts';
import type { Sink } from '../src/stage.ts';
import { cloudtrail } from '../transforms/formats/cloudtrail.ts';
import { gunzip } from '../transforms/gunzip.ts';
import { read } from '../transforms/read.ts';
import { measure, measuredFrom } from './measure.ts';

const CHUNK_RECORDS = 500;

/** Encodes every record, and lets go of it. */
const nowhere: Sink = {
  name: 'nowhere',
  open: (context) =>
    Promise.resolve({
      write(batch) {
        const { bytes, records, rejects } = batch.encode();
        context.report({ type: 'delivered', records, rejects, bytes: bytes.length, upTo: batch.end });
        return Promise.resolve();
      },
      flush: () => Promise.resolve(),
      close: () => Promise.resolve(),
    }),
};

/** A record of some 1,100 bytes, after the examples of AWS. */
function recordOf(n: number): string {
  const hex = (n * 2654435761).toString(16).padStart(16, '0').slice(-16);
  const user = `arn:aws:sts::123456789012:assumed-role/deploy/session-${n % 97}`;
  return JSON.stringify({
    eventVersion: '1.11',
    userIdentity: {
      type: 'AssumedRole',
      principalId: `AROAEXAMPLE:session-${n % 97}`,
      arn: user,
      accountId: '123456789012',
      accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
      sessionContext: {
        sessionIssuer: { type: 'Role', principalId: 'AROAEXAMPLE', accountId: '123456789012', userName: 'deploy' },
        attributes: { creationDate: '2026-03-14T09:00:00Z', mfaAuthenticated: 'false' },
      },
    },
    eventTime: new Date(Date.UTC(2026, 2, 14, 9) + n * 37).toISOString(),
    eventSource: 'ec2.amazonaws.com',
    eventName: ['DescribeInstances', 'StartInstances', 'DescribeVolumes'][n % 3],
    awsRegion: 'eu-west-3',
    sourceIPAddress: `198.51.100.${n % 256}`,
    userAgent: 'aws-cli/2.15.30 md/awscrt#0.19.19 ua/2.0 os/linux#6.1 "exec-env/CloudShell"',
    requestParameters: { instancesSet: { items: [{ instanceId: `i-${hex}` }, { instanceId: `i-0${hex}` }] } },
    responseElements:
      n % 5 === 0 ? null : { instancesSet: { items: [{ currentState: { code: n % 80, name: 'pending' } }] } },
    requestID: `${hex.slice(0, 8)}-1111-4222-8333-${hex.slice(4)}`,
    eventID: `${hex.slice(8)}-4444-4555-9666-${hex.slice(4)}`,
    readOnly: n % 3 !== 1,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: '123456789012',
    eventCategory: 'Management',
    tlsDetails: {
      tlsVersion: 'TLSv1.3',
      cipherSuite: 'TLS_AES_128_GCM_SHA256',
      clientProvidedHostHeader: 'ec2.eu-west-3.amazonaws.com',
    },
  });
}

function* documentOf(bytes: number): Generator<Buffer> {
  yield Buffer.from('{"Records":[');
  for (let n = 0, written = 0; written < bytes;) {
    const records = Array.from({ length: CHUNK_RECORDS }, () => recordOf(n++));
    const chunk = Buffer.from((written === 0 ? '' : ',') + records.join(','));
    written += chunk.length;
    yield chunk;
  }
  yield Buffer.from(']}');
}

async function readAll(path: string): Promise<number> {
  const { lines } = await flow(gunzip(), read(cloudtrail)).to(nowhere).run(file(path));
  return lines.sent;
}

/** Writes the document, reads it in a process of its own, and says what that took. */
async function main(megabytes: number, gzip: boolean): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'logflume-cloudtrail-'));
  try {
    const path = join(folder, 'document.json');
    const plain = Readable.from(documentOf(megabytes * 1e6), { highWaterMark: 2 });
    await (gzip
      ? pipeline(plain, createGzip({ level: 1 }), createWriteStream(path))
      : pipeline(plain, createWriteStream(path)));
    const onDisk = statSync(path).size / 1e6;
    const { stdout, stderr, status } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), '--read', path]);
    if (status !== 0) throw new Error(stderr.toString());
    const { lines, seconds, cpuSeconds, peakRssMB } = measuredFrom(stdout.toString());
    const facts = [
      `${megabytes} MB (${onDisk.toFixed(0)} MB on disk), ${lines} records in ${seconds.toFixed(1)} s`,
      `${(megabytes / seconds).toFixed(1)} MB/s, ${Math.round(lines / seconds).toLocaleString('en-US')} records/s`,
      `${cpuSeconds.toFixed(1)} CPU seconds, peak RSS ${peakRssMB.toFixed(0)} MB, Node ${process.version}`,
    ];
    process.stdout.write(`${facts.join('\n')}\n`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const [first = '500', second] = process.argv.slice(2);
if (first === '--read' && second !== undefined) await measure(() => readAll(second));
else await main(Number.parseInt(first, 10) || 500, process.argv.includes('--gzip'));
