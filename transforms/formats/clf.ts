import { number, request, text, time } from './columns.ts';
import { hosted } from './hosted.ts';

/** The columns of the Common Log Format. */
export const common = [
  text('remote_host'),
  text('remote_logname'),
  text('remote_user'),
  time('time'),
  request('request', ['method', 'uri', 'protocol']),
  number('status'),
  number('bytes'),
] as const;

/**
 * Access logs of Apache, nginx and many others in the Common Log Format, with or without a virtual host in front. A
 * remote user with a space in it moves the cells behind it by one.
 * https://httpd.apache.org/docs/current/logs.html#common
 */
export const clf = hosted({
  name: 'clf',
  minimum: 7,
  time: { name: 'time', style: 'clf' },
  brackets: true,
  columns: common,
});
