import { type CommandName, option } from './option.ts';
import { duration } from './typed-values.ts';

/** `--max-pause`, for the schema of each command that asks providers. */
export function maxPauseOption(on: readonly CommandName[]) {
  return option(duration({ hours: 168 }).optional(), {
    name: 'max-pause',
    group: 'changes',
    help: 'stop an account whose provider asks for a longer pause than this; its rows can be resumed (default: 15m)',
    on,
  });
}
