import { commandError } from '../errors/command-errors.ts';
import type { Journal } from '../journal/journal.ts';
import { usingJournal } from '../journal/open-journal.ts';
import type { AddressRecord, OperationRecord, RunRecord } from '../journal/records.ts';
import { newOperation } from '../plan/context/new-operation.ts';
import { undoRequest } from '../plan/undo/compose-undo.ts';
import { leftByOperation } from '../plan/undo/left-by-run.ts';
import { settleEarlierRuns } from './calls/earlier-doubts.ts';
import { notedColumns } from './context/noted-columns.ts';
import type { RunHost, RunOptions, RunReport } from './context/run-options.ts';
import { noteConfirmed, noteUndone } from './context/run-stage.ts';
import { accountNamesOf, refuseOtherAccounts, requireAccounts } from './context/same-accounts.ts';
import { storedOptions } from './context/stored-options.ts';
import { type Begun, beginRun } from './intake/begin-run.ts';
import { importRowsAgain, pastRun, type Taken } from './intake/past-run.ts';
import { makeChanges } from './make-changes.ts';
import { agreeTo, readAndPlan } from './perform-online.ts';
import { inFrame } from './run-frame.ts';

/**
 * Puts back what an earlier run changed, as a run of its own: its operations are in the journal like those of any other,
 * so the same guards, the same gaps and the same recovery hold for it. What was changed since is kept.
 * @throws UsageError when the run is unknown; GuardError when it has not ended or an account is locked.
 */
export async function performUndo(given: RunOptions, host: RunHost): Promise<RunReport> {
  return usingJournal({ state: given.state, disk: host.disk }, async (journal) => {
    const past = await pastRun(journal, given.ofRun ?? '', host);
    if (past.options['recovered'] === true) throw commandError('runRecovered', { runId: past.runId });
    requireAccounts(past, await accountNamesOf(journal, past.runId), host);
    const options = asPartOfMigration(given, past);
    const begun = await beginRun(
      journal,
      { sheet: past, options, noted: { columns: notedColumns(past) } },
      host,
    );
    return undoFromPast({ ...begun, options, past }, host, journal);
  });
}

/**
 * Rolling back what a migration wrote takes coverage away, so each number must be covered at the other end first; rolling
 * back what it removed gives coverage, and asks for nothing.
 */
function asPartOfMigration(options: RunOptions, past: RunRecord): RunOptions {
  const { migration, counterpart, checksCounterpart } = storedOptions(past);
  if (migration === undefined) return options;
  return { ...options, migration, counterpart, checksCounterpart: !checksCounterpart };
}

/** An undo that is in the journal without a row: everything from the earlier run's rows to the files. */
export async function undoFromPast(
  begun: Begun & { readonly options: RunOptions; readonly past: RunRecord },
  host: RunHost,
  journal: Journal,
): Promise<RunReport> {
  const { past, options, runId } = begun;
  const accounts = await accountNamesOf(journal, past.runId);
  host.watcher.phase('read', null);
  const taken = await importRowsAgain(journal, begun, (_row, operation) =>
    toUndo(journal, past.runId, operation),
  );
  await addMadeAddresses(journal, begun, accounts, host);
  const { header, sheetName: name, sheetSha256: sha256 } = past;
  const request = { ...begun, header, sheet: { name, sha256 }, sheetProblems: [], accounts };
  return inFrame(request, host, journal, async (frame) => {
    const { context } = frame;
    await refuseOtherAccounts(journal, past.runId, context);
    await frame.lock();
    const running = [...context.accounts.values()];
    await settleEarlierRuns(context, running);
    const counts = await readAndPlan(context, running);
    await agreeTo(context, counts, { taken, bad: 0 });
    await noteConfirmed(context);
    const isWhole = !options.rows && options.where.length === 0 && options.limit === undefined;
    if (isWhole) await noteUndone(journal, past, runId);
    return frame.finish(await makeChanges(context, running));
  });
}

async function toUndo(journal: Journal, pastRunId: string, past: OperationRecord | null): Promise<Taken> {
  const nothing = (detail: string): Taken => ({
    outcome: { result: 'unchanged', stage: 'read', detail },
  });
  if (!past) return nothing('that run did nothing for this row');
  if (past.request.action === 'add-address') {
    const made = await journal.address(pastRunId, past.account, past.addressKey);
    return made?.createdByRun === true
      ? { operation: await deletion(journal, pastRunId, made, past) }
      : nothing('that run made no address for this row');
  }
  const left = await leftByOperation(journal, pastRunId, past);
  if (left.every(({ kinds }) => kinds.size === 0)) return nothing('that run changed nothing for this row');
  // An address that an undo deleted is made again; the subject of a deletion would have it deleted.
  const { subject } = past;
  return {
    operation: newOperation(
      past,
      undoRequest(past),
      subject.kind === 'made-address' ? { kind: 'address-id', addressId: subject.addressId } : subject,
    ),
  };
}

/** The addresses that the run made for numbers have no row of their own, and go when no number uses them. */
async function addMadeAddresses(
  journal: Journal,
  { runId, past }: { readonly runId: string; readonly past: RunRecord },
  accounts: Iterable<string>,
  { config }: RunHost,
): Promise<void> {
  const pastRunId = past.runId;
  let count = 0;
  for (const name of accounts) {
    const capabilities = config.accounts.get(name)?.definition.capabilities;
    for await (const made of journal.addresses(pastRunId, name)) {
      if (!made.createdByRun || made.providerAddressId === '' || !capabilities) continue;
      if (
        await journal.findOperation(runId, name, { kind: 'made-address', addressId: made.providerAddressId })
      ) {
        continue;
      }
      // One that a row asked for by itself stays when that row is left out.
      if (await journal.findOperation(pastRunId, name, { kind: 'address', addressKey: made.addressKey })) {
        continue;
      }
      count++;
      const place = { operationId: `made-${String(count).padStart(6, '0')}`, position: 0 };
      await journal.addOperation(runId, await deletion(journal, pastRunId, made, place));
    }
  }
}

async function deletion(
  journal: Journal,
  pastRunId: string,
  made: AddressRecord,
  place: Pick<OperationRecord, 'operationId' | 'position'>,
): Promise<OperationRecord> {
  const id = made.providerAddressId;
  const stored = await journal.storedAddressById(pastRunId, made.account, id);
  return newOperation(
    place,
    {
      action: 'delete-address',
      account: made.account,
      reference: '',
      phoneNumber: '',
      numberCountry: '',
      callerName: stored?.callerName ?? made.content.callerName,
      address: stored?.address ?? made.content.address,
      addressKind: made.content.addressKind,
      addressLabel: made.content.label,
      addressId: id,
      endpointId: '',
      settings: {},
      recipient: null,
      unused: [],
      unusedAddress: null,
    },
    { kind: 'made-address', addressId: id },
  );
}
