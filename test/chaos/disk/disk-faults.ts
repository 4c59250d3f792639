import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { JobName } from '../jobs.ts';
import type { Violation } from '../judge/violation.ts';
import { measure } from '../kill-points.ts';
import type { Ended } from '../process/command.ts';
import { STATE } from '../process/left-behind.ts';
import type { Snapshot } from '../snapshot.ts';
import { runTrial, type Trial } from '../trial.ts';
import type { SheetRow } from '../world/sheet.ts';
import type { WorldName } from '../world/world.ts';

/** What a disk may refuse: each of these names its file first, by descriptor or by path. */
const WRITES = ['write', 'writev', 'pwrite64'] as const;
const CALLS = [...WRITES, 'fsync', 'fdatasync', 'ftruncate', 'rename', 'unlink'] as const;

const TRACED = ['-s', '0', '-e', `trace=${CALLS.join(',')}`];

/** How a disk fails from one of its operations on, or at that one alone. */
const MODES = ['full', 'broken', 'once'] as const;
type Mode = (typeof MODES)[number];

/** A system call about a file of the state folder: a place where the disk can fail. */
export interface DiskEvent {
  readonly call: string;
  /** Relative to the working folder. */
  readonly file: string;
}

/** One command in one world. */
interface DiskWalk {
  readonly world: WorldName;
  readonly job: JobName;
  /** In place of the one that the job has; then its end is compared with no other. */
  readonly sheet?: readonly SheetRow[];
}

/** What a command does to the disk when nothing fails. */
export interface MeasuredDisk extends DiskWalk {
  readonly after: Snapshot | null;
  readonly events: readonly DiskEvent[];
  /** Of the events, those that are walked: of many pages of one file, the first and the last. */
  readonly points: readonly number[];
  readonly leading: NonNullable<Trial['points']>;
}

export interface DiskEnd {
  readonly name: string;
  /** Whether the fault happened: a command may pass fewer points than the measured one. */
  readonly hasStruck: boolean;
  readonly violations: readonly Violation[];
  readonly processes: readonly Ended[];
}

/** A bug that this walk has to see: a number without an address is neither covered nor named when the journal fails. */
export const GAP_LEFT = [
  {
    file: 'run/run-frame.ts',
    from: 'throw await afterOpenGaps(context, memory, error);',
    to: 'throw error;',
  },
];
const LONGEST_MS = 300_000;

/** Runs a command undisturbed under strace: where it ends, and what it does to the files of its state folder. */
export async function measureDisk(walk: DiskWalk): Promise<MeasuredDisk> {
  const { world, job, sheet } = walk;
  const { leading, after } = sheet ? { leading: [], after: null } : await measure({ world, job });
  let events: DiskEvent[] = [];
  const under = (dir: string) => {
    const trace = path.join(dir, 'trace');
    return {
      command: ['strace', '-f', '-y', ...TRACED, '-o', trace],
      ended: () => {
        events = readEvents(readFileSync(trace, 'utf8'), dir);
      },
    };
  };
  const end = await runTrial({ ...trialOf(walk, leading), undisturbed: null, under });
  const [first] = end.violations;
  if (first) throw new Error(`${world}, ${job}, undisturbed: ${first.invariant} ${first.text}`);
  return { ...walk, after, events, points: endsOfRuns(events), leading };
}

function endsOfRuns(events: readonly DiskEvent[]): number[] {
  const isLike = (one: DiskEvent, other: DiskEvent | undefined): boolean =>
    one.call === other?.call && one.file === other.file;
  return [...events.keys()].filter((at) => {
    const event = events[at];
    return event && !(isLike(event, events[at - 1]) && isLike(event, events[at + 1]));
  });
}

/** The points from the first coverage gap to the last one. */
export function pointsInGaps({ events, points }: MeasuredDisk): number[] {
  const isOfGap = (at: number): boolean => events[at]?.file.endsWith('gaps.ndjson') === true;
  const [first, last] = [points.findIndex(isOfGap), points.findLastIndex(isOfGap)];
  return [...points.keys()].filter((at) => at > first && at < last).map((at) => at + 1);
}

/** Lets the disk fail at a point (from 1), in the way that its number gives; then resumes, and checks every promise. */
export async function failAt(measured: MeasuredDisk, point: number, program?: string): Promise<DiskEnd> {
  const { events, points, after, leading } = measured;
  const mode = MODES[point % MODES.length] ?? 'full';
  const at = points[point - 1] ?? events.length;
  const event = events[at];
  let hasStruck = false;
  let first: Ended | null = null;
  const under = (dir: string) => ({
    command: injecting(events, at, mode, dir),
    ended: (ended: Ended) => {
      first = ended;
      hasStruck = readFileSync(path.join(dir, 'injected'), 'utf8').includes('(INJECTED)');
    },
  });
  const planted = program === undefined ? {} : { program };
  const trial = { ...trialOf(measured, leading), ...planted, undisturbed: after, under };
  const { violations, processes } = await runTrial(trial);
  const name = `${measured.world} ${measured.job}, ${mode} at ${event?.call} ${event?.file}`;
  return { name, hasStruck, violations: [...violations, ...unnamed(first)], processes };
}

function trialOf(
  { world, job, sheet }: DiskWalk,
  points: MeasuredDisk['leading'],
): Omit<Trial, 'undisturbed'> {
  return { world, job, points, longestMs: LONGEST_MS, ...(sheet ? { sheet } : {}) };
}

/** A disk that made a command fail is named. */
function unnamed(ended: Ended | null): Violation[] {
  if (ended === null || ended.code === 0) return [];
  const said = ended.said.slice(-400);
  if (ended.code === null) return [{ invariant: 'disk', text: `the command was stuck: ${said}` }];
  const isNamed = /full|ENOSPC|EIO|I\/O|disk/i.test(ended.said);
  return isNamed
    ? []
    : [{ invariant: 'disk', text: `exit ${ended.code} without a word of the disk: ${said}` }];
}

/** What the command is started by so that its disk fails: strace counts each kind of call by itself. */
function injecting(events: readonly DiskEvent[], at: number, mode: Mode, dir: string): readonly string[] {
  const files = [...new Set(events.map(({ file }) => file))];
  const paths = files.flatMap((file) => ['-P', path.join(dir, file)]);
  const before = events.slice(0, at);
  const next = (call: string): number => before.filter((event) => event.call === call).length + 1;
  const { call = '' } = events[at] ?? {};
  const chosen: readonly string[] = mode === 'once' ? [call] : mode === 'full' ? WRITES : CALLS;
  const error = mode === 'full' ? 'ENOSPC' : 'EIO';
  const injections = chosen.flatMap((each) => [
    '-e',
    `inject=${each}:error=${error}:when=${next(each)}${mode === 'once' ? '' : '+'}`,
  ]);
  const log = path.join(dir, 'injected');
  return ['strace', '-f', ...TRACED, '-o', log, ...paths, ...injections];
}

/** The calls about files of the state folder, in order; those of other threads than the first one are not of the program. */
function readEvents(text: string, dir: string): DiskEvent[] {
  const events: DiskEvent[] = [];
  const [main] = text.split(' ', 1);
  const line = new RegExp(`^${main}\\s+(${CALLS.join('|')})\\((?:\\d+<([^>]*)>|"([^"]*)")`, 'gm');
  for (const [, call = '', byDescriptor, byPath] of text.matchAll(line)) {
    const file = path.relative(dir, byDescriptor ?? byPath ?? '');
    if (!file.startsWith(STATE) || file.endsWith('-shm')) continue;
    events.push({ call, file });
  }
  return events;
}
