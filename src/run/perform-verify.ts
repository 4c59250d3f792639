import { usingJournal } from '../journal/open-journal.ts';
import type { OperationRecord, RowRecord } from '../journal/records.ts';
import { newOperation } from '../plan/context/new-operation.ts';
import { outcomeOf } from '../report/row-outcome.ts';
import { settleEarlierRuns } from './calls/earlier-doubts.ts';
import { notedColumns } from './context/noted-columns.ts';
import type { RunHost, RunOptions, RunReport } from './context/run-options.ts';
import { accountNamesOf, refuseOtherAccounts, requireAccounts } from './context/same-accounts.ts';
import { beginRun } from './intake/begin-run.ts';
import { READ_BACK } from './intake/newest-run.ts';
import { importRowsAgain, pastRun, type Taken } from './intake/past-run.ts';
import { performRun } from './perform-run.ts';
import { inFrame } from './run-frame.ts';
import { judgePast } from './verification/judge-past.ts';
import { verifyAccounts } from './verification/verify-accounts.ts';

/**
 * Reads back what a run applied, or what a sheet asks for, and marks what does not match the expected state. Changes nothing and leaves the
 * earlier run's files as they are: it is a run of its own.
 * @throws UsageError when the run or sheet is unknown.
 */
export async function performVerify(options: RunOptions, host: RunHost): Promise<RunReport> {
  const { ofRun } = options;
  if (ofRun === undefined) return performRun(options, host);
  return usingJournal({ state: options.state, disk: host.disk }, async (journal) => {
    const past = await pastRun(journal, ofRun, host);
    const accounts = await accountNamesOf(journal, past.runId);
    requireAccounts(past, accounts, host);
    const begun = await beginRun(
      journal,
      { sheet: past, options, noted: { columns: notedColumns(past) } },
      host,
    );
    host.watcher.phase('read', null);
    await importRowsAgain(journal, { ...begun, past, options }, toVerify);
    const { header, sheetName: name, sheetSha256: sha256 } = past;
    const request = { ...begun, options, header, sheet: { name, sha256 }, sheetProblems: [], accounts };
    return inFrame(request, host, journal, async (frame) => {
      await refuseOtherAccounts(journal, past.runId, frame.context);
      await settleEarlierRuns(frame.context, frame.context.accounts.values());
      await verifyAccounts(frame.context, judgePast);
      return frame.finish();
    });
  });
}

function toVerify(row: RowRecord, past: OperationRecord | null): Taken {
  const { result } = outcomeOf(row);
  const isCheck = past?.request.action === 'validate';
  if (past && !isCheck && READ_BACK.has(result)) {
    return {
      operation: { ...newOperation(past, past.request, past.subject), following: past.following },
    };
  }
  const detail = isCheck || past === null ? 'nothing to read back' : `that run did not apply it (${result})`;
  return { outcome: { result: 'skipped', stage: 'verify', detail } };
}
