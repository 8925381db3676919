import type { Peer } from './peer.ts';
import { rsyslog } from './rsyslog.ts';
import { syslogNg } from './syslog-ng.ts';

export type PeerName = 'rsyslog' | 'syslog-ng';

export const peers: Readonly<Record<PeerName, Peer>> = { rsyslog, 'syslog-ng': syslogNg };
