import { hostname, userInfo } from 'node:os';
import { main } from '../../../src/cli/main.ts';
import { systemClock } from '../../../src/cli/process/system-clock.ts';
import type { Clock } from '../../../src/domain/clock.ts';
import { fakeIo } from '../../cli/fake-io.ts';
import { type ChaosPoint, type Ended, LONGEST_MS } from './command.ts';

/** A clock that runs `factor` times faster than the machine's from `zeroMs` on, as `kill-point.mjs` makes it for a process. */
function fasterClock({ factor = 1, zeroMs = 0 }: ChaosPoint): Clock {
  return {
    wallMs: () => Math.round(zeroMs + (systemClock.wallMs() - zeroMs) * factor),
    monotonicMs: () => systemClock.monotonicMs() * factor,
    sleep: (ms, signal) => systemClock.sleep(ms / factor, signal),
  };
}

/**
 * Runs a command to its end as `bin.ts` does, in this process: a process of its own takes most of a second of processor time to
 * start, and is needed only where something happens to it.
 * @throws when it takes longer than any of them should
 */
export async function runHere(given: {
  readonly dir: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly args: readonly string[];
  readonly point: ChaosPoint;
  readonly longestMs?: number | undefined;
}): Promise<Ended> {
  const { dir, args, longestMs = LONGEST_MS } = given;
  const { io, out, err } = fakeIo(dir, {
    environment: { PATH: process.env['PATH'], HOME: dir, ...given.environment },
    clock: fasterClock(given.point),
    random: Math.random,
    operator: userInfo().username,
    host: hostname(),
    pid: process.pid,
  });
  const isOver = new AbortController();
  const stuck = systemClock.sleep(longestMs, isOver.signal).then(
    () => Promise.reject(new Error(`${args.join(' ')} is stuck: ${err()}`)),
    () => new Promise<never>(() => undefined),
  );
  const code = await Promise.race([main(args, io), stuck]).finally(() => isOver.abort());
  return { code, said: `${out()}${err()}` };
}
