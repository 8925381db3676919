import { Duration, Token } from 'aws-cdk-lib';
import type { LogShipperProps } from './props.ts';
import { settingProblems } from './settings.ts';

const WORD = /^[A-Za-z0-9_-]+$/;

/** What is wrong with the props; values that only the deployment knows are left to it. */
export function problemsOf(props: LogShipperProps): readonly string[] {
  const { environment, component, to, settings = {}, source = {}, queue = {}, deadLetters, alarms = {} } = props;
  return [
    ...nameProblems(environment, component),
    ...addressProblems(to, props.network),
    ...settingProblems(settings),
    ...(settings.rejects === 'dead-letter' && deadLetters === undefined
      ? ['`settings.rejects`: dead-letter needs a place for them: `deadLetters`']
      : []),
    ...bucketProblems(source, `${environment}-${component}`),
    ...queueProblems(queue),
    ...timeProblems(props),
    ...quietProblems(alarms.quietFor),
  ];
}

function nameProblems(environment: string, component: string): readonly string[] {
  const name = `${environment}-${component}`;
  if (Token.isUnresolved(name)) return [];
  const words = Object.entries({ environment, component }).filter(([, word]) => !WORD.test(word));
  const problems = words.map(
    ([prop, word]) => `\`${prop}\`: must be letters, digits, - and _, not ${JSON.stringify(word)}`,
  );
  return name.length <= 64 ? problems : [...problems, `\`component\`: ${name} is longer than 64 characters`];
}

/** The port of the address, which the security group lets out to; undefined: it is no address. */
export function portOf(to: string): number | undefined {
  if (/\s/.test(to) || !/^(tcp|tls):\/\//.test(to) || !URL.canParse(to)) return undefined;
  const { hostname, port, username, password, pathname, search, hash } = new URL(to);
  const rest = `${username}${password}${pathname === '/' ? '' : pathname}${search}${hash}`;
  return hostname !== '' && rest === '' && Number(port) > 0 ? Number(port) : undefined;
}

function addressProblems(to: string, network: LogShipperProps['network']): readonly string[] {
  if (Token.isUnresolved(to)) {
    if (network === undefined || network.securityGroup !== undefined) return [];
    return ['`network.securityGroup`: must be given where `to` is only known at the deployment'];
  }
  if (portOf(to) !== undefined) return [];
  const shown = JSON.stringify(to.replace(/\/\/.*@/, '//***@'));
  return [`\`to\`: must be tcp://host:port or tls://host:port, an IPv6 address in brackets, not ${shown}`];
}

function bucketProblems(
  { bucket, bucketName, expireAfter, encryptionKey, notifications }: NonNullable<LogShipperProps['source']>,
  name: string,
): readonly string[] {
  if (bucket === undefined) {
    const given = Object.entries({ encryptionKey, notifications }).filter(([, value]) => value !== undefined);
    const long = bucketName === undefined && !Token.isUnresolved(name) && name.length > 50;
    return [
      ...given.map(([prop]) => `\`source.${prop}\`: is of a bucket that exists, \`source.bucket\``),
      ...(long ? [`\`source.bucketName\`: must be given, because ${name}-<account> is longer than 63 characters`] : []),
    ];
  }
  const given = Object.entries({ bucketName, expireAfter }).filter(([, value]) => value !== undefined);
  return given.map(([prop]) => `\`source.${prop}\`: is of a new bucket, and there is \`source.bucket\``);
}

function queueProblems({ batchSize = 10, batchWindow = Duration.seconds(0) }: NonNullable<LogShipperProps['queue']>) {
  if (batchSize <= 10 || batchWindow.toSeconds() > 0) return [];
  return [`\`queue.batchSize\`: more than 10 messages (${batchSize}) need a \`queue.batchWindow\``];
}

function timeProblems({ timeout, settings = {} }: LogShipperProps): readonly string[] {
  const { closeTimeoutMs = 30_000 } = settings;
  if (timeout === undefined || timeout.toMilliseconds() >= 2 * closeTimeoutMs) return [];
  return [
    `\`timeout\`: must be at least twice \`settings.closeTimeoutMs\` (${closeTimeoutMs}), not ${timeout.toSeconds()} s`,
  ];
}

function quietProblems(quietFor: Duration | undefined): readonly string[] {
  const seconds = quietFor?.toSeconds() ?? 60;
  if (seconds % 60 === 0 && seconds >= 60 && seconds <= 86_400) return [];
  return [`\`alarms.quietFor\`: must be whole minutes up to a day, not ${seconds} s`];
}
