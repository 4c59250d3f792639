import { setTimeout as sleep } from 'node:timers/promises';
import type { Effect } from '../../../src/sandbox/stand-in.ts';
import { SHEET } from '../jobs.ts';
import type { Ended } from './command.ts';

/** Five milliseconds each. */
const MOST_CHECKS = 12_000;

/** Applies the sheet from another state folder as soon as the first process has had an effect, and so holds the account. */
export async function runAgain(
  run: (...args: string[]) => Promise<Ended>,
  effects: () => readonly Effect[],
): Promise<Ended> {
  const before = effects().length;
  for (let checks = 0; effects().length === before && checks < MOST_CHECKS; checks++) await sleep(5);
  return run('apply', SHEET, '--yes', '--state', 'second-runs');
}
