import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { folderPlace, type StatePlace } from '../../../src/journal/state-place.ts';
import { newDatabase, type TestDatabase } from '../../postgres/new-database.ts';
import type { Snapshot } from '../snapshot.ts';
import type { JournalEngine } from '../trial.ts';
import { csvOf } from '../world/sheet.ts';
import { NO_FAULTS } from './conditions.ts';
import { ENGINE, type Engine, optionsFor } from './engine.ts';
import { keyOf, RunningSchedule, type ScheduleEnd } from './running-schedule.ts';
import type { Schedule } from './schedule.ts';

/** Memory where there is some that looks like a disk: what survives a crash is decided by the copy, not by the medium. */
function folderForRuns(): string {
  return existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
}

/** Where the journal of a schedule is, and with which engine its sheet is carried out. */
interface ScheduleSetup {
  readonly journal?: JournalEngine;
  readonly engine?: Engine;
}

/** Runs one schedule to its end and checks every invariant after each run that ended. */
export async function runSchedule(
  schedule: Schedule,
  undisturbed: Snapshot | null,
  { journal = 'sqlite', engine = ENGINE }: ScheduleSetup = {},
): Promise<ScheduleEnd> {
  const database = journal === 'postgres' ? await newDatabase() : null;
  const dir = await mkdtemp(path.join(folderForRuns(), 'e911-simulation-'));
  try {
    const input = path.join(dir, 'numbers.csv');
    await writeFile(input, csvOf(schedule.sheet));
    const options = optionsFor(placeOf(path.join(dir, 'state'), database), input);
    return await new RunningSchedule(schedule, { engine, options, database }).run(undisturbed);
  } finally {
    await rm(dir, { recursive: true, force: true });
    await database?.drop();
  }
}

function placeOf(folder: string, database: TestDatabase | null): StatePlace {
  if (database === null) return folderPlace(folder);
  return { kind: 'postgres', url: database.url, filesDir: folder };
}

const ends = new Map<string, Snapshot>();

/** Where the schedule's sheet leads to without faults, found out once for each sheet and world. */
export async function undisturbedEnd(schedule: Schedule): Promise<Snapshot> {
  const key = keyOf(schedule);
  const known = ends.get(key);
  if (known) return known;
  const delays = { registrationMs: 100, removalMs: 100 };
  const { after, violations: found } = await runSchedule(
    { ...schedule, conditions: NO_FAULTS, faultPlans: [], delays },
    null,
  );
  const [first] = found;
  if (first) throw new Error(`undisturbed, seed ${schedule.seed}: ${first.invariant} ${first.text}`);
  ends.set(key, after);
  return after;
}
