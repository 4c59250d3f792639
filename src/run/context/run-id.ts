import path from 'node:path';
import type { RunHost } from './run-options.ts';

/** `20261121-143015207-k3f9`: sorts by time, to the millisecond; the tail tells two of one moment apart. */
export function newRunId(host: Pick<RunHost, 'clock' | 'random'>): string {
  const digits = new Date(host.clock.wallMs()).toISOString().replace(/\D/g, '');
  const tail = Math.floor(host.random() * 36 ** TAIL_LENGTH)
    .toString(36)
    .padStart(TAIL_LENGTH, '0');
  return `${digits.slice(0, 8)}-${digits.slice(8, 17)}-${tail}`;
}

const TAIL_LENGTH = 4;
const RUN_ID = /^\d{8}-\d{9}-[a-z0-9]{4}$/;

/** Whether a text has the form of a run's id. */
export function isRunId(text: string): boolean {
  return RUN_ID.test(text);
}

/** The id of a run that was typed by its ID or by its folder. */
export function runIdOf(typed: string): string {
  return path.basename(typed);
}
