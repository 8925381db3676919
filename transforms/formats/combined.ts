import { common } from './clf.ts';
import { text } from './columns.ts';
import { hosted } from './hosted.ts';

/**
 * Access logs of Apache and nginx in the combined format, with or without a virtual host in front: `clf`, and after it
 * the referer and the user agent. Whatever a server adds behind them goes to `extra`.
 * https://httpd.apache.org/docs/current/logs.html#combined
 */
export const combined = hosted({
  name: 'combined',
  minimum: 9,
  time: { name: 'time', style: 'clf' },
  brackets: true,
  columns: [...common, text('referer'), text('user_agent')],
});
