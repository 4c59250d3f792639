import { existsSync } from 'node:fs';
import path from 'node:path';
import type { AccountEntry } from '../config/config.ts';
import { type OpenAccount, openAccount } from '../config/open-account.ts';
import { UsageError } from '../errors/app-error.ts';
import type { Call } from '../http/transport.ts';
import type { Journal } from '../journal/journal.ts';
import { JOURNAL_FILE, openJournal } from '../journal/sqlite-journal.ts';
import { SWITCH_IGNORED } from '../plan/switch-ignored.ts';
import { type OutFolder, openOutFolder, type WrittenFile } from '../report/out-folder.ts';
import { EXIT_CODES } from '../run/exit-codes.ts';
import { newRunId } from '../run/run-id.ts';
import { type LoadedSheet, loadSheet } from './against-sheet.ts';
import { chooseAccounts } from './choose-accounts.ts';
import { loadOld, type OldExport } from './compare.ts';
import { writeComplianceSet } from './compliance-set.ts';
import type { AccountReading, ExportHost, ExportOptions, ExportReport } from './export-options.ts';
import type { RowAccount } from './export-rows.ts';
import { COMPARISONS } from './export-rows.ts';
import { loadHistory } from './history.ts';
import { type LastOfAccount, loadLast } from './last-export.ts';
import { type ExportPlace, placeOfFiles } from './place-of-files.ts';
import { readAccount } from './read-account.ts';
import { openSpool, type Spool } from './spool.ts';
import { writeSheetExport } from './write-sheet-export.ts';

/** What every part of one export needs. */
export interface ExportContext {
  readonly exportId: string;
  readonly options: ExportOptions;
  readonly host: ExportHost;
  readonly out: OutFolder;
  readonly place: ExportPlace;
  readonly spool: Spool;
  readonly accounts: readonly RowAccount[];
  readonly readings: readonly AccountReading[];
  /** Account name to its place among those asked. */
  readonly indexOf: ReadonlyMap<string, number>;
  /** Null when there is no journal and none is needed. */
  readonly journal: Journal | null;
  readonly startedAt: string;
  readonly earlier: Earlier;
}

/** What the live state is held against; read before the first call. */
export interface Earlier {
  /** Null when there is nothing to compare with. */
  readonly old: OldExport | null;
  /** Of a compliance export: what became of each account's last one. */
  readonly last: readonly LastOfAccount[];
  /** The sheet of `--against`; null when none was given. */
  readonly sheet: LoadedSheet | null;
}

/** What the files came to. */
export interface Written {
  readonly files: readonly WrittenFile[];
  readonly rows: number;
  readonly coverage: ExportReport['coverage'];
  readonly changes: ExportReport['changes'];
  readonly findings: ExportReport['findings'];
}

/**
 * Start here. One export: accounts are read side by side into a spool, each at its own pace, and written one after the
 * other. Changes nothing at a provider. What cannot be read is said in the files and by exit code 8.
 * @throws UsageError before the first call.
 */
export async function performExport(options: ExportOptions, host: ExportHost): Promise<ExportReport> {
  const entries = chooseAccounts(host.config, options.accounts, options.kind);
  const exportId = newRunId(host);
  const place = placeOfFiles(options, exportId);
  const out = await openOutFolder(place.folder, { files: place.all });
  const spool = await openSpool(path.join(out.path, `.spool-${exportId}.partial`));
  let journal: Journal | null = null;
  const opened: OpenAccount[] = [];
  try {
    journal = await journalOf(options);
    for (const entry of entries) opened.push(openOne(entry, host));
    const readings = opened.map((open, index) => emptyReading(open, index, host));
    const base = {
      exportId,
      options,
      host,
      out,
      place,
      spool,
      accounts: opened.map((open) => rowAccount(open, journal)),
      readings,
      indexOf: new Map(opened.map(({ name }, index) => [name, index])),
      journal,
      startedAt: now(host),
    };
    const context: ExportContext = { ...base, earlier: await loadEarlier(base) };
    if (journal !== null) loadHistory(journal, context.indexOf, spool);
    if (options.compare !== undefined && Object.keys(options.filter).length > 0) {
      host.watcher.warn(
        'Compared with filters: what the earlier export holds beyond them counts as removed, unless it was made with the same.',
      );
    }
    await readAll(context, opened);
    if (host.stop.aborted) return stopped(context);
    host.watcher.phase('files', null);
    const written =
      options.compliance === null ? await writeSheetExport(context) : await writeComplianceSet(context);
    return reportOf(context, written);
  } finally {
    spool.close();
    journal?.close();
    await Promise.all(opened.map((open) => open.close()));
  }
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

/** Only a compliance export makes a journal: it keeps in it which export was the last. */
async function journalOf({ stateDir, compliance }: ExportOptions): Promise<Journal | null> {
  const isThere = existsSync(path.join(stateDir, JOURNAL_FILE));
  return isThere || compliance !== null ? openJournal(stateDir) : null;
}

function openOne(entry: AccountEntry, host: ExportHost): OpenAccount {
  const { clock, random, watcher } = host;
  const onPause = (pauseMs: number): void =>
    watcher.waiting(`${entry.name}: paused ${Math.ceil(pauseMs / 1000)} s by the provider`);
  return openAccount(entry, { clock, random, onPause });
}

function rowAccount({ name, provider }: OpenAccount, journal: Journal | null): RowAccount {
  return {
    account: name,
    provider: provider.provider,
    capabilities: provider.capabilities,
    switchIgnored: (journal?.fact(provider.accountKey, SWITCH_IGNORED) ?? null) !== null,
  };
}

function emptyReading({ name, provider }: OpenAccount, index: number, host: ExportHost): AccountReading {
  return {
    account: name,
    index,
    provider: provider.provider,
    title: provider.capabilities.title,
    accountKey: provider.accountKey,
    pages: 0,
    listed: 0,
    total: null,
    rows: 0,
    problem: '',
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
      await readAccount(options.kind, { open, reading, spool, filter: options.filter, call, onRead });
      reading.finishedAt = now(host);
    }),
  );
  host.watcher.waiting(null);
}

const now = ({ clock }: ExportHost): string => new Date(clock.wallMs()).toISOString();

function reportOf(context: ExportContext, written: Written): ExportReport {
  const { readings, options } = context;
  const complete = readings.every(({ problem }) => problem === '');
  const found = Object.values(written.findings?.bySeverity ?? {}).some((count) => count > 0);
  // Of a compliance set there are files that say INCOMPLETE; an export that reached nobody is none.
  const reachedNobody = options.compliance === null && readings.every(({ reached }) => !reached);
  const cutOff = reachedNobody ? EXIT_CODES.access : EXIT_CODES.incomplete;
  const exit = !complete ? cutOff : found ? EXIT_CODES.findings : EXIT_CODES.done;
  const names = readings.filter(({ problem }) => problem !== '').map(({ account }) => account);
  return {
    exportId: context.exportId,
    kind: options.kind,
    outDir: context.out.path,
    exitCode: exit.code,
    exitReason: complete ? exit.reason : `INCOMPLETE: ${names.join(', ')} was not read to its end`,
    complete,
    rows: written.rows,
    files: written.files,
    readings,
    coverage: written.coverage,
    changes: written.changes,
    findings: written.findings,
  };
}

/** Interrupted: no file is written, so that none can be taken for an export. */
function stopped(context: ExportContext): ExportReport {
  const written = { files: [], rows: 0, coverage: {}, changes: null, findings: null };
  const { code, reason } = EXIT_CODES.interrupted;
  return { ...reportOf(context, written), complete: false, exitCode: code, exitReason: reason };
}

/** @throws UsageError when options do not go together. */
export function demandConsistent(options: ExportOptions): void {
  const { filter, kind, compliance, compare, out } = options;
  const refuse = (message: string, hint: string): never => {
    throw new UsageError(message, { code: 'EXPORT_OPTIONS', hint });
  };
  const hasFilter = Object.keys(filter).length > 0;
  if (hasFilter && kind !== 'numbers' && kind !== 'available') {
    refuse(`The filters choose numbers; ${kind} are exported whole.`, 'Leave the filters away.');
  }
  if (compliance !== null && kind !== 'numbers') {
    refuse('--compliance is about numbers.', 'e911 export --compliance');
  }
  if (compliance !== null && hasFilter) {
    refuse(
      'A compliance export is of all numbers.',
      'Leave the filters away; --account may choose accounts.',
    );
  }
  if (compliance !== null && out?.toLowerCase().endsWith('.csv') === true) {
    refuse('A compliance export is a folder of files.', 'Give a folder with --out.');
  }
  if (compare !== undefined && filter.limit !== undefined) {
    refuse('A list that --limit cuts cannot be compared.', 'Leave --limit or --compare away.');
  }
}
