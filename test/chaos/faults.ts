import type { FaultRule } from '../../src/sandbox/faults.ts';
import type { Violation } from './judge/violation.ts';
import type { ChaosPoint, Ended } from './process/command.ts';
import { runAgain } from './process/second-process.ts';
import { runTrial, type Trial, type TrialEnd } from './trial.ts';
import type { WorldName } from './world/world.ts';

/** A disturbance by name, with what it must lead to beside the invariants. */
export interface FaultCase {
  readonly name: string;
  readonly trial: Omit<Trial, 'undisturbed'>;
  /** Returns a sentence when the disturbance did not do what it is for; null when all is well. */
  readonly expect?: (end: TrialEnd) => string | null;
}

export const WRITES: Readonly<Record<WorldName, readonly string[]>> = {
  twilio: ['create-address', 'associate', 'disassociate'],
  vonage: ['create-address', 'associate', 'disassociate'],
  sinch: ['associate', 'disassociate'],
  bandwidth: ['create-address', 'associate', 'disassociate'],
  'bandwidth-orders': ['associate', 'disassociate'],
  mixed: ['create-address', 'associate', 'disassociate'],
};
/** The lists that a run reads, in each world. */
export const LISTS: Readonly<Record<WorldName, readonly string[]>> = {
  twilio: ['list-addresses', 'list-numbers'],
  vonage: ['list-addresses', 'list-numbers'],
  sinch: ['list-numbers'],
  bandwidth: ['list-locations', 'list-endpoints'],
  'bandwidth-orders': ['list-numbers', 'find-orders'],
  mixed: ['list-addresses', 'list-numbers'],
};
const LOSSES = ['reset-before', 'reset-after', 'truncate', 'status', 'status-after'] as const;
const SETTLED_BY_ITSELF = (end: TrialEnd): string | null =>
  end.processes.length === 1 ? null : `it took ${end.processes.length} processes`;

function losses(world: WorldName): FaultCase[] {
  return (WRITES[world] ?? []).flatMap((operation) =>
    LOSSES.map((deed) => ({
      name: `${world}: ${operation} meets ${deed}`,
      trial: { world, faults: [{ when: { operation, nth: 1 }, do: deed, status: 503 }] },
      expect: SETTLED_BY_ITSELF,
    })),
  );
}

/** Three seconds are fifteen on the program's clocks, which run faster. */
const LATE_MS = 3_000;

/** Calls that are carried out after their answer was given up. */
function lateEffects(world: WorldName): FaultCase[] {
  return WRITES[world].flatMap((operation) =>
    (['late', 'reset-late'] as const).map((deed) => ({
      name: `${world}: ${operation} meets ${deed}`,
      trial: {
        world,
        faults: [{ when: { operation, nth: 1 }, do: deed, delayMs: LATE_MS }],
        settle: '60s',
      },
    })),
  );
}

/** Lists that show fewer items than there are, with a total in accord, while the first process runs. */
function lyingLists(world: WorldName): FaultCase[] {
  return LISTS[world].flatMap((operation) =>
    [0, 1].map((keep) => ({
      name: `${world}: ${operation} shows ${keep} of its items`,
      trial: { world, switches: { badLists: [{ operation, keep }] } },
    })),
  );
}

function storms(world: WorldName): FaultCase[] {
  const storm = (name: string, rule: FaultRule, more: Partial<Trial> = {}): FaultCase => ({
    name: `${world}: ${name}`,
    trial: { world, faults: [rule], ...more },
  });
  return [
    storm('a storm of 429 with Retry-After', {
      when: { probability: 0.4 },
      do: 'status',
      status: 429,
      retryAfter: 1,
      times: 25,
    }),
    storm('a storm of 429 without Retry-After', {
      when: { probability: 0.4 },
      do: 'status',
      status: 429,
      times: 25,
    }),
    storm('a burst of 5xx', { when: { probability: 0.4 }, do: 'status', status: 500, times: 15 }),
    storm('a burst of 5xx after the effect', {
      when: { probability: 0.4 },
      do: 'status-after',
      status: 502,
      times: 15,
    }),
    storm('pages of HTML', { when: { probability: 0.2 }, do: 'html', times: 6 }),
    storm('pages of HTML after the effect', { when: { probability: 0.2 }, do: 'html-after', times: 6 }),
    storm('slow answers', { when: { probability: 0.3 }, do: 'delay', delayMs: 150, times: 20 }),
    storm('answers that end in the middle', { when: { probability: 0.3 }, do: 'truncate', times: 15 }),
    storm('connections reset', { when: { probability: 0.3 }, do: 'reset-after', times: 15 }),
    storm(
      'a change that is never answered',
      { when: { operation: WRITES[world][0] ?? '', nth: 1 }, do: 'hang-after' },
      { points: [{ timeoutFactor: 20 }] },
    ),
  ];
}

/** Answers that come to no end: their calls are given up at a deadline, which comes sooner here. */
function endless(world: WorldName): FaultCase[] {
  const token = ['sinch', 'bandwidth', 'bandwidth-orders'].includes(world) ? ['fetch-token'] : [];
  const lists = [...LISTS[world], ...token].map((operation) => ({ when: { operation } }));
  const writes = WRITES[world].map((operation) => ({ when: { operation, nth: 1 } }));
  return [...lists, ...writes].flatMap((rule) =>
    (['drip', 'drip-headers', 'flood'] as const).map((deed) => ({
      name: `${world}: ${rule.when.operation} meets ${deed}`,
      trial: { world, faults: [{ ...rule, do: deed }], points: [{ timeoutFactor: 20 }] },
      expect: ({ processes: [first] }) => (first?.code === null ? `it did not end: ${first.said}` : null),
    })),
  );
}

/** Lists whose pages always name a next one. */
function endlessLists(world: WorldName): FaultCase[] {
  return LISTS[world].flatMap((operation) =>
    (['repeat', 'empty'] as const).map((how) => ({
      name: `${world}: ${operation} comes to no end (${how})`,
      trial: { world, switches: { badLists: [{ operation, endless: how }] } },
      expect: ({ processes: [first] }) => (first?.code === null ? `it did not end: ${first.said}` : null),
    })),
  );
}

const EXPIRED = JSON.stringify({ error: { code: 401, message: 'expired', status: 'UNAUTHENTICATED' } });

/** The disk is full from the given journal write on; when there is room again, the run is resumed. */
export function fullDisk(world: WorldName, write: number): FaultCase {
  return {
    name: `${world}: the disk is full from journal write ${write} on`,
    trial: { world, points: [{ full: write }] },
    expect: ({ processes: [first] }) =>
      first?.code !== 0 && /full|space/i.test(first?.said ?? '') ? null : 'the full disk was not named',
  };
}

const HOUR_MS = 3_600_000;
/** From today to the first days of 1970, as a machine without a battery begins. */
const TO_1970_MS = 3 * 24 * HOUR_MS - Date.now();
/** Points of every command that is long enough: in the middle of its reads, and of its changes. */
const [EARLY, LATE] = [40, 90];

/** A wall clock that is set while a command runs, between it and what resumes it, or that is wrong from the beginning on. */
export function clockJumps(world: WorldName, of: Partial<FaultCase['trial']>): FaultCase[] {
  const { points: leading = [] } = of;
  const jump = (name: string, ...points: readonly ChaosPoint[]): FaultCase => ({
    name: `${world}: ${name}`,
    trial: { ...of, world, points: [...leading, ...points] },
  });
  return [
    jump('the clock is set back by an hour', { jump: { at: EARLY, byMs: -HOUR_MS } }),
    jump('the clock is set forward by an hour', { jump: { at: LATE, byMs: HOUR_MS } }),
    jump('killed, and resumed an hour before', { kill: LATE }, { wallOffMs: -HOUR_MS }),
    jump('killed, and resumed in 1970', { kill: LATE }, { wallOffMs: TO_1970_MS }),
    jump('killed in 1970, and resumed now', { kill: LATE, wallOffMs: TO_1970_MS }),
  ];
}

/** A second run on the same account while the first waits for an answer: refused, and without any effect. */
function secondRun(world: WorldName): FaultCase {
  let second: Ended | null = null;
  return {
    name: `${world}: a second run on the same account`,
    trial: {
      world,
      faults: [{ when: { operation: WRITES[world][0] ?? '', nth: 1 }, do: 'hang-after' }],
      points: [{ timeoutFactor: 2 }],
      beside: async (run, effects) => {
        second = await runAgain(run, effects);
      },
    },
    expect: () => (second?.code === 4 ? null : `the second run ended with ${second?.code}: ${second?.said}`),
  };
}

/** Every fault of the harness that is not a kill. */
export function faultCases(world: WorldName): FaultCase[] {
  const cases = [...losses(world), ...storms(world), ...lateEffects(world), ...lyingLists(world)];
  if (world === 'sinch') {
    cases.push({
      name: 'sinch: the token expires in the middle',
      trial: {
        world,
        faults: [
          { when: { operation: 'associate', every: 2 }, do: 'status', status: 401, body: EXPIRED, times: 2 },
        ],
      },
      expect: SETTLED_BY_ITSELF,
    });
  }
  cases.push(secondRun(world), ...clockJumps(world, {}), ...endless(world), ...endlessLists(world));
  for (const write of [1, 4, 8, 12, 16, 20, 24]) cases.push(fullDisk(world, write));
  return cases;
}

/** Runs one case to its end and returns what was broken, its own expectation included. */
export async function runFaultCase(
  { trial, expect }: FaultCase,
  undisturbed: Trial['undisturbed'],
  random: () => number,
): Promise<Violation[]> {
  const end = await runTrial({ ...trial, undisturbed, random });
  const missed = expect?.(end) ?? null;
  const all = [...end.violations];
  if (missed !== null) all.push({ invariant: 'harness', text: missed });
  return all;
}
