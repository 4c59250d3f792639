import { steadyClock } from '../domain/steady-clock.ts';
import type { RunHost } from '../run/context/run-options.ts';
import type { OpenWorkspace } from './open-workspace.ts';

/** How work is followed, answered, and stopped. */
export type Control = Pick<RunHost, 'watcher' | 'confirm' | 'stop' | 'stalled' | 'asTyped'>;

/** All that work needs from outside: a workspace, and who follows, answers, and stops it. */
export function runHost(
  { config, definitions, isSandbox, surroundings }: OpenWorkspace,
  control: Control,
): RunHost {
  const { clock, random, operator, host, pid, disk } = surroundings;
  const { watcher } = control;
  return {
    clock: steadyClock(clock, (ms) => watcher.warn(setBackSentence(ms))),
    random,
    definitions,
    config,
    operator,
    host,
    pid,
    isSandbox,
    disk,
    ...control,
  };
}

function setBackSentence(ms: number): string {
  return `The system clock was set back by ${Math.round(ms / 1000)} s while the command ran. Times in its files and in the journal continue from before, without a step back.`;
}
