import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { systemClock } from '../../../src/cli/process/system-clock.ts';
import { openJournal } from '../../../src/journal/open-journal.ts';
import { createFaults } from '../../../src/sandbox/faults.ts';
import { startSandboxServer } from '../../../src/sandbox/server.ts';
import { filesBelow } from '../evidence.ts';
import { JOB, SHEET } from '../jobs.ts';
import type { Violation } from '../judge/violation.ts';
import { runCommand } from '../process/command.ts';
import { runHere } from '../process/command-here.ts';
import { seededRandom } from '../world/seeded-random.ts';
import { csvOf } from '../world/sheet.ts';
import { configOf, createWorld, environmentOf, type WorldName } from '../world/world.ts';
import { readTrace, type TracedEvent, underStrace } from './strace.ts';
import { TracedDisk } from './traced-disk.ts';

const DELAYS = { registrationMs: 20, removalMs: 15 };
const STATE = 'e911-runs';
/** A bug that this walk has to see: a commit that is in the page cache alone when its call leaves. */
export const NOT_SYNCED = [
  {
    file: 'journal/engine/driver.ts',
    from: 'PRAGMA synchronous = FULL',
    to: 'PRAGMA synchronous = NORMAL',
  },
];
/** Tracing makes a command slower. */
const LONGEST_MS = 300_000;

/** `apply` begins a state folder; `undo` of that run begins with one, its journal checkpointed. */
export const POWER_JOBS = ['apply', 'undo'] as const;

export interface PowerWalk {
  readonly world: WorldName;
  readonly job: (typeof POWER_JOBS)[number];
  readonly seed: number;
  /** Every how many-th event, and with which remainder. */
  readonly step: number;
  readonly offset: number;
  /** States that are looked at for each event. */
  readonly draws: number;
  readonly program?: string | undefined;
}

export interface PowerEnd {
  readonly events: number;
  readonly states: number;
  /** Requests that may change something. */
  readonly sent: number;
  readonly violations: readonly Violation[];
}

/**
 * Applies a sheet, or undoes that, by the real command under strace, and loses the power at each of its writes, syncs, and sends: within commits,
 * checkpoints, and the making of files, too. A journal that is left has to be whole, and to hold every call that had left.
 */
export async function losePower(walk: PowerWalk): Promise<PowerEnd> {
  const dir = await realpath(await mkdtemp(path.join(tmpdir(), 'e911-power-')));
  try {
    const { events, before, known } = await traceCommand(walk, dir);
    return await lookAtEach(walk, events, { dir, before, known });
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

interface Traced {
  readonly events: readonly TracedEvent[];
  /** The files of the state folder when the command began, by their paths. */
  readonly before: ReadonlyMap<string, Buffer>;
  /** How many calls the journal held then. */
  readonly known: number;
}

async function traceCommand({ world: name, job, program }: PowerWalk, dir: string): Promise<Traced> {
  const world = createWorld(name, DELAYS);
  const faults = createFaults(() => 0.5);
  const servers = await Promise.all(
    world.accounts.map(({ standIn }) => startSandboxServer(standIn, { clock: systemClock, faults })),
  );
  const trace = path.join(dir, 'trace');
  try {
    await writeFile(
      path.join(dir, 'e911.config.yaml'),
      configOf(
        world,
        servers.map(({ origin }) => origin),
      ),
    );
    const { sheet, afterApply, args } = JOB[job];
    await writeFile(path.join(dir, SHEET), csvOf(sheet(name)));
    const run = async (typed: readonly string[], under: readonly string[]): Promise<void> => {
      const environment = environmentOf(world);
      const given = { dir, environment, args: typed, point: {}, longestMs: LONGEST_MS };
      // What is not traced needs no process of its own.
      const isHere = under.length === 0 && program === undefined;
      const { code, said } = await (isHere ? runHere(given) : runCommand({ ...given, program, under }));
      if (code !== 0) throw new Error(`${name}: ${typed[0]} ended with ${code}: ${said.slice(-600)}`);
    };
    if (afterApply) await run(JOB.apply.args(''), []);
    const state = path.join(dir, STATE);
    const before = new Map(
      (existsSync(state) ? filesBelow(state) : []).map(({ name: file, bytes }) => [
        path.join(state, file),
        bytes,
      ]),
    );
    const known = afterApply ? await countCalls(state) : 0;
    const [runId = ''] = afterApply ? (await readdir(state)).filter((entry) => /^\d{8}-/.test(entry)) : [];
    await run(args(runId), underStrace(trace));
    const sizes = [...before].map(([file, { length }]) => [file, length] as const);
    return { events: readTrace(await readFile(trace, 'latin1'), new Map(sizes)), before, known };
  } finally {
    await Promise.all(servers.map((server) => server.close()));
  }
}

async function lookAtEach(
  walk: PowerWalk,
  events: readonly TracedEvent[],
  { dir, before, known }: Omit<Traced, 'events'> & { readonly dir: string },
): Promise<PowerEnd> {
  const disk = new TracedDisk(path.join(dir, STATE), before);
  const violations: Violation[] = [];
  let [seen, states, sent] = [0, 0, 0];
  for (const event of events) {
    const isOfDisk = disk.apply(event);
    if (event.kind === 'send') sent += 1;
    else if (!isOfDisk) continue;
    seen += 1;
    if (seen % walk.step !== walk.offset % walk.step) continue;
    const random = seededRandom(walk.seed * 100_003 + seen);
    for (let draw = 0; draw < walk.draws; draw += 1) {
      const left = path.join(dir, `left-${seen}-${draw}`);
      disk.leave(left, random);
      states += 1;
      const broken = await lookAt(left, known + sent);
      if (broken !== null) {
        const what = event.kind === 'send' ? event.request : `${event.kind} ${path.basename(event.path)}`;
        violations.push({ invariant: 'power', text: `at event ${seen} (${what}): ${broken}` });
      }
      await rm(left, { recursive: true, force: true });
    }
  }
  return { events: seen, states, sent, violations };
}

/** How many calls a journal holds. @throws JournalError when it is not whole */
async function countCalls(stateDir: string): Promise<number> {
  const journal = await openJournal(stateDir);
  try {
    await journal.check();
    let known = 0;
    for (const { runId } of await journal.runs(10)) {
      for await (const _call of journal.calls(runId)) known += 1;
    }
    return known;
  } finally {
    await journal.close();
  }
}

/** What is wrong with a state folder after so many calls had left; null when nothing is. */
async function lookAt(stateDir: string, sent: number): Promise<string | null> {
  if (!existsSync(path.join(stateDir, 'journal.db'))) {
    return sent === 0 ? null : `there is no journal, and ${sent} calls had left`;
  }
  try {
    const known = await countCalls(stateDir);
    return known < sent ? `${sent} calls had left, and the journal knows ${known}` : null;
  } catch (error) {
    return `the journal cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
}
