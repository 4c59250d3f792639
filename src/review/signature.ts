import path from 'node:path';
import { commandLine } from '../domain/next-command.ts';
import { commandError } from '../errors/command-errors.ts';
import type { Journal } from '../journal/journal.ts';
import type { RunRecord } from '../journal/records.ts';
import type { RowDecision } from '../journal/review-records.ts';
import type { RunOptions, RunReport } from '../run/context/run-options.ts';
import { storedOptions } from '../run/context/stored-options.ts';
import type { SignAnswer, Signed } from './exchange.ts';

/** The place in the sheet that means the review as a whole. */
export const SIGNATURE = 0;

/** The newest signature under a review with its number; null when it is not signed, or no longer. */
async function newestSignature(journal: Journal, runId: string) {
  const all = (await journal.decisions(runId, 0)).filter(({ position }) => position === SIGNATURE);
  return all.at(-1) ?? null;
}

/** Who signed a review and what came of it; null while it is open, and while its plan is being made. */
export async function signatureOf(journal: Journal, runId: string): Promise<Signed | null> {
  const newest = await newestSignature(journal, runId);
  if (newest?.verdict !== 'signed' || newest.planRun === undefined) return null;
  const { by, at, note = '', planRun } = newest;
  return { by, at, note, planRun };
}

/** @throws GuardError REVIEW_SIGNED when no decision is taken any more */
export async function refuseSigned(journal: Journal, runId: string): Promise<void> {
  const newest = await newestSignature(journal, runId);
  if (newest?.verdict === 'signed') throw commandError('reviewSigned', { ...newest, runId });
}

/**
 * Signs a review: from here on no decision is taken, then the decided rows are planned, then the signature names that plan.
 * A plan that fails takes the signature back; one whose process died is signed once more.
 * @throws GuardError REVIEW_SIGNED; what the plan throws
 */
export async function signReview(
  withJournal: <T>(work: (journal: Journal) => Promise<T>) => Promise<T>,
  run: RunRecord,
  signer: { readonly by: string; readonly at: string; readonly note: string },
  plan: (options: Omit<RunOptions, 'state'>) => Promise<RunReport>,
): Promise<SignAnswer> {
  const signature: RowDecision = { position: SIGNATURE, verdict: 'signed', address: null, ...signer };
  const add = async (row: RowDecision, mayFollow: (newest: RowDecision | null) => boolean): Promise<void> => {
    await withJournal(async (journal) => {
      const newest = await newestSignature(journal, run.runId);
      const isFree = mayFollow(newest) && (await journal.decide(run.runId, row, newest?.seq ?? 0));
      const { by = '', at = '' } = newest ?? {};
      if (!isFree) throw commandError('reviewSigned', { by, at, runId: run.runId });
    });
  };
  await add(signature, (newest) => newest?.verdict !== 'signed' || newest.planRun === undefined);
  const isOwn = (newest: RowDecision | null): boolean => newest?.at === signer.at && newest.by === signer.by;
  let report: RunReport;
  try {
    const sheet = await withJournal((journal) => sheetOf(journal, run));
    report = await plan({ ...planOptions(run, signer), input: sheet });
    const digest = await withJournal((journal) => journal.planDigest(report.runId));
    if (digest === null) throw commandError('reviewUnplanned', { reason: report.exitReason });
  } catch (error) {
    await add({ ...signature, verdict: 'undecided' }, isOwn);
    throw error;
  }
  await add({ ...signature, planRun: report.runId }, isOwn);
  const { results } = report.summary;
  const plannedPath = path.join(report.outDir, 'plan.json');
  return {
    signed: { ...signer, planRun: report.runId },
    plan: plannedPath,
    outcome: report.exitReason,
    left: (results.needs_review ?? 0) + (results.failed ?? 0),
    next: report.next === null ? '' : commandLine(report.next),
  };
}

/** The path of the sheet that the rows of a run come from, for the commands that follow: its rows are in the journal. */
async function sheetOf(journal: Journal, { options, sheetName }: RunRecord): Promise<string> {
  const { planOf, input } = options;
  const planned = typeof planOf === 'string' ? await journal.run(planOf) : null;
  return String((planned ?? { options: { input } }).options['input'] ?? sheetName);
}

/** The rows of the run once more, all of them, in the way that they were read. */
function planOptions(
  run: RunRecord,
  { by, at, note }: { readonly by: string; readonly at: string; readonly note: string },
): Omit<RunOptions, 'state'> {
  const { outDir: _, rows: __, limit: ___, ofRun: ____, ...options } = storedOptions(run);
  return {
    ...options,
    command: 'plan',
    review: run.runId,
    approvedBy: by,
    approvedAt: at,
    approvalNote: note,
    where: [],
    failOnChanges: false,
  };
}
