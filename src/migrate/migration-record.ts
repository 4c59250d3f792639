import { z } from 'zod';
import { commandError } from '../errors/command-errors.ts';
import { EXIT_CODES } from '../errors/exit-codes.ts';
import type { Journal } from '../journal/journal.ts';
import type { RunRecord } from '../journal/records.ts';
import { filesDirOf, type StatePlace } from '../journal/state-place.ts';
import { type DeclaredOption, declaredOptions } from '../options/option.ts';
import { newRunId } from '../run/context/run-id.ts';
import { type RunHost, type RunOptionTexts, runOptionsSchema } from '../run/context/run-options.ts';
import { isConfirmed, livingHolder, noteHolder } from '../run/context/run-stage.ts';
import { startAgain, storedOptions } from '../run/context/stored-options.ts';

const SEARCHED_RUNS = 10_000;
/** What may be typed anew for a migration that was agreed to; the rest stays as it was agreed to. */
export const TYPED_ANEW: ReadonlySet<string> = new Set([
  'waitMs',
  'settleMs',
  'maxPauseMs',
  'maxOpen',
  'maxErrors',
] satisfies readonly (keyof RunOptionTexts)[]);

const requestSchema = z.object({
  oldAccount: z.string(),
  newAccount: z.string(),
  /** Stop before anything is removed at the old account. */
  keepOld: z.boolean(),
  /** Show what would happen, and write nothing to a provider. */
  dryRun: z.boolean(),
  /** The options of its runs, as they were typed. */
  texts: runOptionsSchema.partial().loose(),
});

/** What `e911 migrate` asks for. */
export interface MigrationRequest {
  readonly oldAccount: string;
  readonly newAccount: string;
  readonly keepOld: boolean;
  readonly dryRun: boolean;
  readonly texts: Partial<RunOptionTexts>;
}

/** A migration in the journal: its runs name it in their options. */
export interface Migration extends MigrationRequest {
  readonly id: string;
  readonly outDir: string;
  readonly state: StatePlace;
}

/**
 * The migration of a record. @throws UsageError RUN_RECOVERED when its record was lost; JournalError JOURNAL_DAMAGED when it does
 * not hold its request.
 */
export function migrationOf(run: RunRecord, state: StatePlace): Migration {
  // In a database it may have begun on another machine.
  const outDir = state.kind === 'folder' ? run.outDir : outDirOf(run.runId, state);
  return { ...requestOf(run), id: run.runId, outDir, state };
}

function requestOf(run: RunRecord): MigrationRequest {
  const read = requestSchema.safeParse(run.options);
  if (!read.success && run.options['recovered'] === true) {
    throw commandError('runRecovered', { runId: run.runId }, read.error);
  }
  if (!read.success) {
    throw commandError('runOptionsDamaged', { runId: run.runId, again: startAgain(run) }, read.error);
  }
  const { oldAccount, newAccount, keepOld, dryRun } = read.data;
  const texts = run.options['texts'] as Partial<RunOptionTexts>;
  return { oldAccount, newAccount, keepOld, dryRun, texts };
}

const outDirOf = (id: string, state: StatePlace): string => `${filesDirOf(state)}/${id}`;

/** Begins a migration: its record is there before its first read. */
export async function beginMigration(
  journal: Journal,
  request: MigrationRequest,
  state: StatePlace,
  host: RunHost,
): Promise<Migration> {
  const id = newRunId(host);
  const outDir = outDirOf(id, state);
  await journal.startRun({
    runId: id,
    command: 'migrate',
    sheetName: `${request.oldAccount} to ${request.newAccount}`,
    sheetSha256: '',
    header: [],
    options: { ...request },
    operator: host.operator,
    outDir,
    startedAt: new Date(host.clock.wallMs()).toISOString(),
    finishedAt: null,
    exitCode: null,
    exitReason: '',
  });
  await noteHolder(journal, { runId: id, state }, host);
  return { ...request, id, outDir, state };
}

/**
 * Takes an earlier migration up again.
 * @throws GuardError RUN_NOT_FINISHED when another process carries it.
 */
export async function holdMigration(
  journal: Journal,
  { id, state }: Pick<Migration, 'id' | 'state'>,
  host: RunHost,
): Promise<void> {
  const by = await livingHolder(journal, id, host);
  const run = await journal.run(id);
  if (by !== null && run?.finishedAt === null) throw commandError('runNotFinished', { runId: id, by });
  await journal.reopenRun(id);
  await noteHolder(journal, { runId: id, state }, host);
}

/**
 * The same migration, where it has not ended; null when there is none. One that was not agreed to is left for a new one when other
 * options are typed now; one that was keeps its options.
 */
export async function continueSame(
  journal: Journal,
  request: MigrationRequest,
  state: StatePlace,
  host: RunHost,
): Promise<Migration | null> {
  const same = await sameUnfinished(journal, request);
  if (same === null) return null;
  const migration = migrationOf(same, state);
  await holdMigration(journal, migration, host);
  const isAgreed = (await agreedAssignment(journal, migration)) !== null;
  const other = differing(migration, request).filter(({ field }) => !(isAgreed && TYPED_ANEW.has(field)));
  if (other.length > 0 && !isAgreed) {
    const { code, reason } = EXIT_CODES.guard;
    const finishedAt = new Date(host.clock.wallMs()).toISOString();
    await journal.endRun(same.runId, { finishedAt, exitCode: code, exitReason: reason });
    return null;
  }
  host.watcher.note(`Continues migration ${same.runId}, started ${same.startedAt}.`);
  if (other.length > 0) {
    host.watcher.warn(
      `The migration was agreed to and keeps its options; what is typed or left out now changes nothing: ${other.map(({ name }) => `--${name}`).join(', ')}. Type them again when it has ended.`,
    );
  }
  return migration;
}

/** The newest migration that was asked for in the same words and has not ended; null when there is none. */
async function sameUnfinished(journal: Journal, request: MigrationRequest): Promise<RunRecord | null> {
  const wanted = identity(request);
  for (const run of await journal.runs(SEARCHED_RUNS)) {
    if (run.command !== 'migrate' || run.finishedAt !== null) continue;
    if (identity(requestOf(run)) === wanted) return run;
  }
  return null;
}

/** The options by which two requests for one migration differ. */
function differing(one: MigrationRequest, other: MigrationRequest): DeclaredOption[] {
  const text = ({ texts }: MigrationRequest, field: string): string =>
    JSON.stringify(Object.entries(texts).find(([name]) => name === field)?.[1] ?? null);
  return declaredOptions(runOptionsSchema).filter(({ field }) => text(one, field) !== text(other, field));
}

function identity({ oldAccount, newAccount, keepOld, dryRun, texts }: MigrationRequest): string {
  return JSON.stringify([oldAccount, newAccount, keepOld, dryRun, texts.where ?? []]);
}

/** The run at the new account, once it was agreed to: until then nothing was sent. Null before that. */
export async function agreedAssignment(
  journal: Journal,
  migration: Pick<Migration, 'id'>,
): Promise<RunRecord | null> {
  const { assigning } = await partsOf(journal, migration);
  if (assigning === null) return null;
  return (await journal.runStage(assigning.runId))?.confirmedAt == null ? null : assigning;
}

/** The changing runs of a migration, the oldest first. A run that removes coverage checks its counterpart. */
export interface Parts {
  /** Writes the addresses at the new account; null until it was begun. */
  readonly assigning: RunRecord | null;
  readonly removing: readonly RunRecord[];
  /** Those that roll back the others. */
  readonly undoing: readonly RunRecord[];
}

export async function partsOf(journal: Journal, { id }: Pick<Migration, 'id'>): Promise<Parts> {
  const own = (await journal.runs(SEARCHED_RUNS)).filter((run) => run.options['migration'] === id).reverse();
  const applied = own.filter(({ command }) => command === 'apply');
  const isRemoving = (run: RunRecord): boolean => storedOptions(run).checksCounterpart;
  const confirmed: RunRecord[] = [];
  for (const run of applied) {
    if (run.finishedAt === null || (await isConfirmed(journal, run.runId))) confirmed.push(run);
  }
  return {
    assigning: confirmed.findLast((run) => !isRemoving(run)) ?? null,
    removing: confirmed.filter(isRemoving),
    undoing: own.filter(({ command }) => command === 'undo'),
  };
}
