import type { RunHost } from './run-options.ts';

/** `20261121-143015207-k3f9`: sorts by time, to the millisecond; the tail keeps two of one moment apart. */
export function newRunId(host: Pick<RunHost, 'clock' | 'random'>): string {
  const stamp = new Date(host.clock.wallMs())
    .toISOString()
    .replace(/[-:]/g, '')
    .replace('T', '-')
    .replace('.', '')
    .slice(0, 18);
  const tail = Math.floor(host.random() * 36 ** 4)
    .toString(36)
    .padStart(4, '0');
  return `${stamp}-${tail}`;
}
