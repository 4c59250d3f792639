import { type CommandName, option } from './option.ts';
import { duration } from './typed-values.ts';

/** `--wait-for-lock`, for the schema of each command that locks accounts. */
export function waitForLockOption(on: readonly CommandName[]) {
  return option(duration({ hours: 168 }).prefault('0s'), {
    name: 'wait-for-lock',
    group: 'changes',
    help: 'wait this long for an account that another run has locked, or for a run that another process carries out, instead of being refused at once: 30m',
    on,
  });
}

/** `--max-pause`, for the schema of each command that asks providers. */
export function maxPauseOption(on: readonly CommandName[]) {
  return option(duration({ hours: 168 }).optional(), {
    name: 'max-pause',
    group: 'changes',
    help: 'stop an account whose provider asks for a longer pause than this; its rows can be resumed (default: 15m)',
    on,
  });
}
