import path from 'node:path';
import { EXIT_CODES } from '../errors/exit-codes.ts';
import type { Journal } from '../journal/journal.ts';
import { usingJournal } from '../journal/open-journal.ts';
import type { RunRecord } from '../journal/records.ts';
import type { StatePlace } from '../journal/state-place.ts';
import type { Capabilities } from '../providers/contract.ts';
import { CHOICES_CSV } from '../report/choices-csv.ts';
import {
  type RunHost,
  type RunOptions,
  type RunOptionTexts,
  type RunReport,
  runOptionsSchema,
} from '../run/context/run-options.ts';
import { isConfirmed, noteHolder } from '../run/context/run-stage.ts';
import { resumeRun } from '../run/resume-run.ts';
import { type Migration, TYPED_ANEW } from './migration-record.ts';
import { alsoAgreed, type PartEnd } from './migration-report.ts';
import type { MovedNumber } from './number-table.ts';
import type { OldAccount } from './old-account.ts';

/** A migration while it is carried out. */
export interface Work {
  readonly migration: Migration;
  readonly host: RunHost;
  readonly capabilities: Capabilities;
  /** Texts of options that were typed with `resume`. */
  readonly overrides: Partial<RunOptionTexts>;
  readonly parts: PartEnd[];
  numbers: Map<string, MovedNumber>;
  leftOut: OldAccount['leftOut'];
  endUsers: OldAccount['endUsers'];
  columnsLeftOut: Readonly<Record<string, number>>;
  /** Whether the one question was answered with yes. */
  agreed: boolean;
}

export async function resumePart(work: Work, runId: string): Promise<void> {
  const { migration, host } = work;
  const request = { state: migration.state, runId, overrides: resumable(work.overrides) };
  const run = await inJournal(migration.state, host, (journal) => journal.run(runId));
  const isRemoval = run?.options['checksCounterpart'] === true;
  await part(work, isRemoval ? removalAt(work) : assignmentAt(work), async () => {
    const report = await resumeRun(request, askingOnce(work, 0));
    if (report === null) throw new TypeError(`run ${runId} was open a moment ago`);
    return report;
  });
}

function resumable(texts: Partial<RunOptionTexts>): Partial<RunOptionTexts> {
  return Object.fromEntries(Object.entries(texts).filter(([field]) => TYPED_ANEW.has(field)));
}

export const assignmentAt = ({ migration }: Work): string => `addresses at ${migration.newAccount}`;
export const removalAt = ({ migration }: Work): string => `removal at ${migration.oldAccount}`;

export async function part(work: Work, what: string, perform: () => Promise<RunReport>): Promise<RunReport> {
  const report = await perform();
  const { runId, exitCode, exitReason, outDir, summary } = report;
  const offers = summary.files.some(({ name }) => name === CHOICES_CSV);
  const choices = offers ? path.join(outDir, CHOICES_CSV) : '';
  work.parts.push({ what, runId, exitCode, exitReason, choices });
  work.host.watcher.note(`${what}: ${exitReason} (run ${runId})`);
  return report;
}

/** The same host, which asks one question for the whole migration. */
export function askingOnce(work: Work, numbers: number): RunHost {
  return {
    ...work.host,
    confirm: async (question) => {
      work.agreed ||= await work.host.confirm({ ...question, ...alsoAgreed(work.migration, numbers) });
      return work.agreed;
    },
  };
}

export function optionsOf({ migration, overrides }: Work, own: Partial<RunOptionTexts>): RunOptions {
  const { where, callerName, choices, ...typed } = { ...migration.texts, ...resumable(overrides) };
  return runOptionsSchema.parse({
    input: '',
    ...typed,
    command: migration.dryRun ? 'plan' : 'apply',
    state: migration.state,
    migration: migration.id,
    ...own,
  });
}

/**
 * Ends a removal that had changed nothing, where its sheet may be on another machine: it begins anew with a sheet of its own. Says
 * whether it did.
 */
export async function endUnbegun(
  journal: Journal,
  { runId }: RunRecord,
  { migration, host }: Work,
): Promise<boolean> {
  if (migration.state.kind === 'folder' || (await isConfirmed(journal, runId))) return false;
  const finishedAt = new Date(host.clock.wallMs()).toISOString();
  const { code, reason } = EXIT_CODES.interrupted;
  await journal.endRun(runId, { finishedAt, exitCode: code, exitReason: reason });
  return true;
}

/** Does the work of a migration while no other process of a database can take it up: its parts have journals of their own. */
export function whileHeld<T>(
  migration: Pick<Migration, 'id' | 'state'>,
  host: RunHost,
  work: () => Promise<T>,
): Promise<T> {
  const { id: runId, state } = migration;
  if (state.kind === 'folder') return work();
  return usingJournal({ state, disk: host.disk }, async (journal) => {
    await noteHolder(journal, { runId, state }, host);
    return work();
  });
}

export function inJournal<T>(
  state: StatePlace,
  { disk }: Pick<RunHost, 'disk'>,
  read: (journal: Journal) => Promise<T>,
): Promise<T> {
  return usingJournal({ state, disk }, read);
}
