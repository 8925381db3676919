import { readFileSync } from 'node:fs';

/**
 * The most memory that this process has held so far, in bytes. On Linux by what the system says of its memory alone: what it
 * says of resources begins at what the parent held when it made this process.
 */
export function peakRssBytes(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024;
  const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return Number(kibibytes) * 1024;
}
