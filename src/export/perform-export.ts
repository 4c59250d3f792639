import { existsSync } from 'node:fs';
import path from 'node:path';
import { type OpenAccount, openAccount } from '../config/open-account.ts';
import type { Call } from '../http/transport.ts';
import type { Journal } from '../journal/journal.ts';
import { openJournal } from '../journal/open-journal.ts';
import { JOURNAL_FILE } from '../journal/sqlite-journal.ts';
import { type OutFolder, openOutFolder } from '../report/out-folder.ts';
import { openRunLog } from '../report/run-log.ts';
import { hearCalls } from '../run/context/hear-calls.ts';
import { notePauses } from '../run/context/pauses.ts';
import { newRunId } from '../run/context/run-id.ts';
import { loadOld } from './comparison/compare.ts';
import { loadSheet } from './compliance/against-sheet.ts';
import { writeComplianceSet } from './compliance/compliance-set.ts';
import { loadLast } from './compliance/last-export.ts';
import { chooseAccounts } from './context/choose-accounts.ts';
import type { Earlier } from './context/earlier.ts';
import type { ExportContext, Written } from './context/export-context.ts';
import type { AccountReading, ExportHost, ExportOptions, ExportReport } from './context/export-options.ts';
import { reportOf, stopped } from './context/export-outcome.ts';
import { noteExportBegun, noteExportEnded, noteExportFailed } from './context/export-record.ts';
import { placeOfFiles } from './context/place-of-files.ts';
import type { RowAccount } from './context/row-account.ts';
import { openSpool } from './context/spool.ts';
import { withSubaccounts } from './context/with-subaccounts.ts';
import { loadHistory } from './numbers/history.ts';
import { readAccount } from './reading/read-account.ts';
import { COMPARISONS } from './sheet/export-rows.ts';
import { writeSheetExport } from './sheet/write-sheet-export.ts';

/**
 * Start here. One export: reads accounts side by side into a spool, each at its own pace, and writes them one after the
 * other. Changes nothing at a provider. The files and exit code 8 say what could not be read.
 * @throws UsageError before the first call.
 */
export async function performExport(options: ExportOptions, host: ExportHost): Promise<ExportReport> {
  const chosen = chooseAccounts(host.config, options);
  const exportId = newRunId(host);
  const place = placeOfFiles(options, exportId);
  const { journal, out } = await beginExport(
    options,
    place.all,
    { exportId, outDir: path.resolve(place.folder) },
    host,
  );
  const spool = await openSpool(path.join(out.path, `.spool-${exportId}.partial`));
  const log = openRunLog({
    runId: exportId,
    file: path.join(out.path, place.log),
    warn: (text) => host.watcher.warn(text),
  });
  const heard = { ...host, onCall: hearCalls(log, host.watcher) };
  const opened: OpenAccount[] = [];
  try {
    const { maxPauseMs } = options;
    const pauses = notePauses(host.clock, host.watcher);
    for (const entry of await withSubaccounts(chosen, options, heard)) {
      const onPause = (pauseMs: number): void => pauses.note(entry.name, pauseMs);
      opened.push(await openAccount(entry, { ...heard, maxPauseMs, onPause }));
    }
    const readings = opened.map((open, index) => emptyReading(open, index, host));
    const base = {
      exportId,
      options,
      host,
      out,
      place,
      spool,
      accounts: await Promise.all(opened.map((open) => rowAccount(open, journal))),
      readings,
      indexOf: new Map(opened.map(({ name }, index) => [name, index])),
      journal,
      startedAt: now(host),
    };
    const context: ExportContext = { ...base, earlier: await loadEarlier(base) };
    if (journal !== null) await loadHistory(journal, context.indexOf, spool);
    if (options.compare !== undefined && Object.keys(options.filter).length > 0) {
      host.watcher.warn(
        'Comparing with filters: a number of the earlier export that the filters leave out counts as removed. Use the filters of the earlier export.',
      );
    }
    await readAll(context, opened);
    const report = host.stop.aborted ? stopped(context) : reportOf(context, await writeFiles(context));
    if (journal !== null) await noteExportEnded(journal, report, now(host));
    return report;
  } catch (error) {
    if (journal !== null) await noteExportFailed(journal, exportId, error, now(host));
    throw error;
  } finally {
    spool.close();
    await journal?.close();
    await Promise.all(opened.map((open) => open.close()));
    log.close();
  }
}

/**
 * The record of an export and its folder. The folder inside the state folder comes after the record, as that of a run does
 * (`beginRun`): a kill between the two leaves no folder that the journal does not know.
 */
async function beginExport(
  options: ExportOptions,
  files: readonly string[],
  { exportId, outDir }: { readonly exportId: string; readonly outDir: string },
  host: ExportHost,
): Promise<{ readonly journal: Journal | null; readonly out: OutFolder }> {
  const openOut = () =>
    openOutFolder(outDir, { files, isFileNamed: options.out !== undefined && outDir !== options.out });
  const chosen = options.out === undefined ? null : await openOut();
  const journal = await journalOf(options);
  try {
    if (journal !== null) {
      await noteExportBegun(journal, options, { exportId, outDir, startedAt: now(host) }, host);
    }
    return { journal, out: chosen ?? (await openOut()) };
  } catch (error) {
    await journal?.close();
    throw error;
  }
}

function writeFiles(context: ExportContext): Promise<Written> {
  context.host.watcher.phase('files', null);
  return context.options.compliance === null ? writeSheetExport(context) : writeComplianceSet(context);
}

async function loadEarlier(context: Omit<ExportContext, 'earlier'>): Promise<Earlier> {
  const { options, host, indexOf, spool } = context;
  if (options.compliance === null) {
    const old =
      options.compare === undefined
        ? null
        : await loadOld(options.compare, COMPARISONS[options.kind], indexOf, spool);
    return { old, last: [], sheet: null };
  }
  const { against } = options.compliance;
  const sheet = against === undefined ? null : await loadSheet(against, host.config, indexOf, spool);
  return { ...(await loadLast(context)), sheet };
}

/**
 * What is written into the state folder is in its journal, and a compliance export keeps in it which export was the last.
 * An export to another place makes no state folder.
 */
async function journalOf({ state, compliance, out }: ExportOptions): Promise<Journal | null> {
  const exists = state.kind === 'postgres' || existsSync(path.join(state.stateDir, JOURNAL_FILE));
  return exists || out === undefined || compliance !== null ? openJournal(state) : null;
}

async function rowAccount({ name, provider }: OpenAccount, journal: Journal | null): Promise<RowAccount> {
  return {
    account: name,
    provider: provider.provider,
    capabilities: provider.capabilities,
    switchIgnored: (await journal?.isObserved(provider.accountKey, 'emergency-status-ignored')) === true,
  };
}

function emptyReading({ name, provider }: OpenAccount, index: number, host: ExportHost): AccountReading {
  return {
    account: name,
    index,
    provider: provider.provider,
    title: provider.capabilities.title,
    accountKey: provider.accountKey,
    scope: provider.capabilities.listing.scope,
    cannotList: provider.capabilities.listing.cannotList,
    unreadable: 0,
    limited: false,
    pages: 0,
    listed: 0,
    total: null,
    rows: 0,
    problem: '',
    code: '',
    hint: '',
    reached: false,
    startedAt: now(host),
    finishedAt: '',
  };
}

async function readAll(context: ExportContext, opened: readonly OpenAccount[]): Promise<void> {
  const { options, host, spool, readings } = context;
  const call: Call = { signal: host.stop, priority: 'read' };
  let read = 0;
  host.watcher.phase('state', null);
  await Promise.all(
    opened.map(async (open, index) => {
      const reading = readings[index];
      if (reading === undefined) return;
      const onRead = (items: number): void => {
        read += items;
        host.watcher.progress(read);
      };
      await readAccount(options.kind, {
        open,
        reading,
        spool,
        filter: options.filter,
        call,
        memory: context.journal,
        onRead,
      });
      reading.finishedAt = now(host);
    }),
  );
  host.watcher.waiting(null);
}

const now = ({ clock }: ExportHost): string => new Date(clock.wallMs()).toISOString();
