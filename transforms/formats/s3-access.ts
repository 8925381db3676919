import { number, text, time } from './columns.ts';
import { delimited } from './delimited.ts';

/**
 * S3 server access logs, under the names of AWS's Athena table: 26 fields, 18 in old files. Times are milliseconds. The
 * request stays whole; a row without one has a bare hyphen.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html
 */
export const s3Access = delimited({
  name: 's3-access',
  minimum: 18,
  time: { name: 'requestdatetime', style: 'clf' },
  brackets: true,
  columns: [
    text('bucketowner'),
    text('bucket_name'),
    time('requestdatetime'),
    text('remoteip'),
    text('requester'),
    text('requestid'),
    text('operation'),
    text('key'),
    text('request_uri'),
    number('httpstatus'),
    text('errorcode'),
    number('bytessent'),
    number('objectsize'),
    number('totaltime'),
    number('turnaroundtime'),
    text('referrer'),
    text('useragent'),
    text('versionid'),
    text('hostid'),
    text('sigv'),
    text('ciphersuite'),
    text('authtype'),
    text('endpoint'),
    text('tlsversion'),
    text('accesspointarn'),
    text('aclrequired'),
  ],
});
