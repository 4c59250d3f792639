import path from 'node:path';
import { many } from '../domain/plural.ts';
import { covers } from '../domain/request/request-scope.ts';
import { EXIT_CODES } from '../errors/exit-codes.ts';
import type { Journal } from '../journal/journal.ts';
import type { OperationRecord, RowOutcome, RunRecord } from '../journal/records.ts';
import { folderPlace } from '../journal/state-place.ts';
import type { NumberState } from '../providers/contract.ts';
import { type RunOptions, runOptionsSchema } from '../run/context/run-options.ts';
import { optionTexts } from '../run/context/stored-options.ts';
import { importRows } from '../run/intake/import-rows.ts';
import type { Source } from '../run/intake/source.ts';
import { openResults, type PastResults } from './read-results.ts';
import { type RunSummary, readSummary } from './read-summary.ts';
import type { RecoverHost, Unknown } from './recover-report.ts';
import { asWritten } from './written-address.ts';

/** A run as its folder shows it. */
interface PastRun {
  readonly folder: string;
  readonly runId: string;
  readonly options: RunOptions;
  /** Null when it is missing or damaged. */
  readonly summary: RunSummary | null;
  /** Null when results.csv is missing or cannot be read. */
  readonly results: PastResults | null;
}

/**
 * Writes a run into the journal from the files of its folder: its record, each row with its result, and an operation for each
 * request, so that `verify` can read it back. What was there before it, and its calls, are in no file: it cannot be undone.
 * @returns what could not be known of it.
 */
export async function rebuildRun(
  journal: Journal,
  folder: string,
  stateDir: string,
  host: Pick<RecoverHost, 'config' | 'clock'>,
): Promise<Unknown[]> {
  const runId = path.basename(folder);
  const unknown: Unknown[] = [];
  const say = (sentence: string): void => void unknown.push({ subject: runId, sentence });
  const summary = readSummary(folder);
  if (summary === null) {
    say('summary.json is missing or damaged: which command it was, and how it ended, is not known.');
  }
  let results: PastResults | null = null;
  try {
    results = await openResults(folder, host.config);
  } catch (error) {
    say(`results.csv cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const command = summary?.command ?? 'apply';
  const options = runOptionsSchema.parse({
    command,
    input: summary?.sheet.name ?? '',
    state: folderPlace(stateDir),
  });
  const past: PastRun = { folder, runId, options, summary, results };
  await journal.startRun(recordOf(past, new Date(host.clock.wallMs()).toISOString()));
  if (results === null) return unknown;
  const { bare, unread } = await importResults(journal, past, results, host.config);
  if (bare > 0) {
    say(
      `${many(bare, 'row')} cannot be read as a request again (an option such as --map or --set is in no file), so e911 verify leaves ${them(bare)} out.`,
    );
  }
  if (unread > 0) {
    say(
      `${many(unread, 'row')} got another address than the sheet names (address_after in results.csv), which cannot be read again, so e911 verify leaves ${them(unread)} out.`,
    );
  }
  return unknown;
}

const them = (count: number): string => (count === 1 ? 'it' : 'them');

function recordOf({ folder, runId, options, summary, results }: PastRun, nowIso: string): RunRecord {
  return {
    runId,
    command: options.command,
    sheetName: summary?.sheet.name ?? '',
    sheetSha256: summary?.sheet.sha256 ?? '',
    header: results?.header ?? [],
    options: {
      ...optionTexts(options),
      ...(results ? { columns: results.columns } : {}),
      recovered: true,
    },
    operator: '',
    outDir: folder,
    startedAt: summary?.started_at ?? nowIso,
    finishedAt: summary?.finished_at ?? nowIso,
    exitCode: summary?.exit_code ?? EXIT_CODES.unsettled.code,
    exitReason: summary?.exit_reason ?? 'recovered: how it ended is not known',
  };
}

/** Returns how many rows that took part have no request, and how many another address than their own that cannot be read. */
async function importResults(
  journal: Journal,
  { runId, options, summary }: PastRun,
  results: PastResults,
  config: RecoverHost['config'],
): Promise<{ readonly bare: number; readonly unread: number }> {
  const source: Source = {
    name: summary?.sheet.name ?? '',
    sha256: summary?.sheet.sha256 ?? '',
    header: results.header,
    warnings: [],
    detected: null,
    columns: results.columns,
    options,
    plan: null,
    async *batches() {
      for await (const row of results.rows()) yield [row];
    },
    check: (row) => results.check(row),
    leftOutBy: () => '',
  };
  const capabilitiesOf = (name: string) => config.accounts.get(name)?.definition.capabilities;
  await importRows({ journal, runId, source, capabilitiesOf }, () => undefined);
  const ends = new Map<string, RowOutcome>();
  let bare = 0;
  const said = results.rows();
  for await (const row of journal.rows(runId)) {
    const { value: past } = await said.next();
    if (!past) break;
    await journal.setRowOutcome(runId, row.position, past.outcome);
    if (row.operationId !== '') ends.set(row.operationId, past.outcome);
    const tookPart = past.outcome.stage !== 'read' && past.outcome.stage !== 'validate';
    if (row.request === null && tookPart) bare += 1;
  }
  let unread = 0;
  for (const [operationId, outcome] of ends) {
    const found = await journal.operation(runId, operationId);
    if (!found) continue;
    const request = asWritten(found.request, outcome);
    if (request === null) {
      const rows = await journal.rowsOfOperation(runId, operationId);
      unread += rows.length;
      for (const { position } of rows) await journal.setRowOperation(runId, position, '');
    }
    const operation = request === null ? found : { ...found, request };
    const before = expectedState(operation, outcome);
    await journal.saveOperation(runId, { ...operation, phase: 'ended', outcome, before });
  }
  return { bare, unread };
}

/**
 * The number as the run left it, for `verify`: without calls in the journal, it compares with what the operation found, and a
 * run that found the number so would have left it so. Null where the files do not say which address it is.
 */
function expectedState(
  { request }: OperationRecord,
  { providerAddressId = '' }: RowOutcome,
): NumberState | null {
  if (request.phoneNumber === '' || !covers(request) || providerAddressId === '') return null;
  return {
    phoneNumber: request.phoneNumber,
    handle: '',
    country: request.numberCountry,
    voiceCapable: null,
    emergency: {
      state: 'covered',
      status: '',
      addressId: providerAddressId,
      address: request.address,
      callerName: request.callerName,
      switchedOn: null,
      failure: '',
    },
    settings: {},
    settingsPending: '',
    facts: {},
  };
}
