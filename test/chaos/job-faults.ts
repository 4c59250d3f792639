import type { FaultRule } from '../../src/sandbox/faults.ts';
import { clockJumps, type FaultCase, fullDisk, LISTS, WRITES } from './faults.ts';
import type { JobName } from './jobs.ts';
import type { ChaosPoint } from './process/command.ts';
import type { TrialEnd } from './trial.ts';
import type { WorldName } from './world/world.ts';

const LOSSES = ['reset-before', 'reset-after', 'truncate', 'status', 'status-after', 'html-after'] as const;
const OF_READS = ['reset-before', 'truncate', 'status', 'html', 'wrong-form'] as const;
/** Three seconds are fifteen on the program's clocks, which run faster. */
const LATE_MS = 3_000;

/** Worlds in which an address is an object of its own, made and deleted. */
const WITH_ADDRESSES: ReadonlySet<WorldName> = new Set(['twilio', 'vonage', 'bandwidth', 'mixed']);

/** The changing calls that a command makes in a world. */
function writesOf(world: WorldName, job: JobName): readonly string[] {
  const own = WITH_ADDRESSES.has(world);
  switch (job) {
    case 'verify':
      return [];
    case 'preview':
      return own ? ['create-address', 'delete-address'] : [];
    case 'check':
      return own ? WRITES[world] : [];
    case 'resume':
      // Its addresses were made before the first process was killed.
      return WRITES[world].filter((each) => each !== 'create-address');
    case 'undo':
      return [
        ...WRITES[world].filter((each) => each !== 'create-address'),
        ...(own ? ['delete-address'] : []),
      ];
    case 'numbers':
      return ['buy', 'release', 'update-number', 'associate'];
    default:
      return WRITES[world];
  }
}

/** What disturbs another command than `apply`; `leading`: what happens before the process that is disturbed. */
export function jobFaultCases(world: WorldName, job: JobName, leading: readonly ChaosPoint[]): FaultCase[] {
  const of = { world, job, points: leading, faultsAt: leading.length };
  const one = (name: string, rule: FaultRule, settle?: string): FaultCase => ({
    name: `${world} ${job}: ${name}`,
    trial: { ...of, faults: [rule], ...(settle === undefined ? {} : { settle }) },
    ...(rule.when?.nth === undefined ? {} : { expect: struck }),
  });
  const writes = writesOf(world, job);
  const losses = writes.flatMap((operation) =>
    LOSSES.map((deed) =>
      one(`${operation} meets ${deed}`, { when: { operation, nth: 1 }, do: deed, status: 503 }),
    ),
  );
  const late = writes.map((operation) =>
    one(`${operation} comes late`, { when: { operation, nth: 1 }, do: 'late', delayMs: LATE_MS }, '60s'),
  );
  const reads = LISTS[world].flatMap((operation) =>
    OF_READS.map((deed) =>
      one(`${operation} meets ${deed}`, { when: { operation }, do: deed, status: 503, times: 2 }),
    ),
  );
  const storm = { when: { probability: 0.3 }, times: 12 } as const;
  const storms = [
    one('a storm of 429', { ...storm, do: 'status', status: 429, retryAfter: 1 }),
    one('a burst of 5xx after the effect', { ...storm, do: 'status-after', status: 502 }),
    one('connections reset', { ...storm, do: 'reset-after' }),
  ];
  const named = clockJumps(world, of).map((each) => ({
    ...each,
    name: each.name.replace(world, `${world} ${job}`),
  }));
  const disks = [2, 9, 18].map((write) => ({
    ...fullDisk(world, write),
    name: `${world} ${job}: the disk is full from journal write ${write} on`,
    trial: { ...of, points: [...leading, { full: write }] },
    expect: () => null,
  }));
  return [...losses, ...late, ...reads, ...storms, ...named, ...disks];
}

/** A fault that is for one call meets it. */
function struck(end: TrialEnd): string | null {
  return end.struck.size > 0 ? null : 'no call met the fault';
}
