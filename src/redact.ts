/** What a log must not show, and what stands in its place. */
const secrets: readonly (readonly [RegExp, string])[] = [
  // Who somebody is, in front of a host.
  [/(\b[a-z][a-z0-9+.-]*:\/\/)[^/?#\s"']*@/gi, '$1***@'],
  // What makes a presigned URL one.
  [/\b((?:X-Amz-(?:Credential|Security-Token|Signature)|AWSAccessKeyId|Signature)=)[^&\s"']+/gi, '$1***'],
  [/-----BEGIN ([A-Z ]*PRIVATE KEY)-----[^]*?(?:-----END \1-----|$)/g, '*** $1 ***'],
];

/** A text without credentials in URLs, presigned queries and private keys. */
export function redacted(text: string): string {
  return secrets.reduce((bare, [secret, instead]) => bare.replace(secret, instead), text);
}
