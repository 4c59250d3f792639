import { type CsvOptions, writeCsv } from '../../report/csv-cells.ts';
import type { WriteText } from '../../report/out-folder.ts';
import type { OldExport } from '../context/earlier.ts';
import type { ExportContext } from '../context/export-context.ts';
import type { ChangeCounts } from '../context/export-options.ts';
import type { Spool } from '../context/spool.ts';
import { openTable } from './read-table.ts';
import { added, type Comparison, changed, stateOf, summary } from './row-change.ts';

/** One row of the present state. */
export interface PresentRow {
  readonly account: number;
  readonly cells: Readonly<Record<string, string>>;
}

interface OldRow {
  readonly cells: Readonly<Record<string, string>>;
}
const WHAT = ['change', 'newly_failing', 'account'] as const;
const HOW = ['columns', 'before', 'after', 'state_before', 'state_after'] as const;
const FINDINGS = ['findings_new', 'findings_gone'] as const;

const keyText = (comparison: Comparison, cells: Readonly<Record<string, string>>): string =>
  [...comparison.key.map((column) => cells[column] ?? ''), otherwiseOf(comparison, cells)]
    .join(' ')
    .trimEnd();

/** What names a row whose key is empty; empty for all others, so that exports of before the column compare as well. */
function otherwiseOf({ key, otherwise }: Comparison, cells: Readonly<Record<string, string>>): string {
  const isEmpty = key.every((column) => (cells[column] ?? '') === '');
  return otherwise !== undefined && isEmpty ? (cells[otherwise] ?? '') : '';
}

/**
 * Puts the rows of an earlier export that are about the accounts asked into the spool.
 * @throws UsageError when the file is not an export of this kind.
 */
export async function loadOld(
  path: string,
  comparison: Comparison,
  accounts: ReadonlyMap<string, number>,
  spool: Spool,
): Promise<OldExport> {
  const [first = ''] = comparison.key;
  const table = await openTable(path, ['account', first]);
  const cutOff = new Set<number>();
  let batch: [number, OldRow][] = [];
  const flush = (): void => {
    spool.together(() => {
      for (const [account, row] of batch) spool.put('old', account, keyText(comparison, row.cells), row);
    });
    batch = [];
  };
  for await (const row of table.rows()) {
    const account = accounts.get(row.get('account') ?? '');
    if (account === undefined) continue;
    const note = row.get('export_note') ?? row.get('finding') ?? '';
    if (note.startsWith('INCOMPLETE')) {
      cutOff.add(account);
      continue;
    }
    batch.push([account, { cells: Object.fromEntries(row) }]);
    if (batch.length >= 500) flush();
  }
  flush();
  return {
    accounts: new Set(accounts.values()),
    columns: new Set(table.header),
    cutOff,
    sha256: table.sha256,
  };
}

/** changes.csv of any export. */
export function writeChangesOf(
  context: ExportContext,
  write: WriteText,
  comparison: Comparison,
  present: Iterable<PresentRow>,
): Promise<ChangeCounts> {
  return writeChanges(write, {
    comparison,
    old: context.earlier.old,
    present,
    accounts: context.readings.map(({ account, problem }) => ({ name: account, problem })),
    spool: context.spool,
    csv: { bom: context.options.bom },
  });
}

/**
 * Writes changes.csv: what was added, removed and changed since the earlier export, and what started to fail. An account that
 * was not read to the end has no removed numbers here: what was not listed may still be there.
 */
export async function writeChanges(
  write: WriteText,
  parts: {
    readonly comparison: Comparison;
    readonly old: OldExport | null;
    readonly present: Iterable<PresentRow>;
    readonly accounts: readonly { readonly name: string; readonly problem: string }[];
    readonly spool: Spool;
    readonly csv: CsvOptions;
  },
): Promise<ChangeCounts> {
  const counts = { added: 0, removed: 0, changed: 0, newlyFailing: 0, findingsChanged: 0, rows: 0 };
  const { key, findings, otherwise } = parts.comparison;
  const header = [
    ...[...WHAT, ...key, ...HOW],
    ...(findings === undefined ? [] : FINDINGS),
    ...(otherwise === undefined ? [] : [otherwise]),
  ];
  const records = changeRecords(parts, counts);
  await writeCsv(
    write,
    header,
    (function* () {
      for (const record of records) yield header.map((column) => record[column] ?? '');
    })(),
    parts.csv,
  );
  return counts;
}

type Counts = { -readonly [Key in keyof ChangeCounts]: ChangeCounts[Key] };

function* changeRecords(
  parts: Parameters<typeof writeChanges>[1],
  counts: Counts,
): Generator<Readonly<Record<string, string>>> {
  const { comparison, old, present, accounts, spool } = parts;
  const nameOf = (account: number): string => accounts[account]?.name ?? '';
  for (const [index, { name, problem }] of accounts.entries()) {
    if (problem !== '') yield { change: 'INCOMPLETE', account: name, after: problem };
    else if (old?.cutOff.has(index)) {
      yield { change: 'INCOMPLETE', account: name, before: 'the earlier export holds only a part of it' };
    }
  }
  if (old === null) return;
  for (const { account, cells } of present) {
    if (!old.accounts.has(account)) continue;
    const key = keyText(comparison, cells);
    const before = spool.get<OldRow>('old', account, key);
    if (before !== null) spool.remove('old', account, key);
    if (before === null && old.cutOff.has(account)) continue;
    const record = before === null ? added(comparison, cells) : changed(parts, old, before.cells, cells);
    if (record === null) continue;
    count(counts, record);
    yield { account: nameOf(account), ...keyCells(comparison, cells), ...record };
  }
  for (const { account, body } of spool.all<OldRow>('old')) {
    if (accounts[account]?.problem !== '') continue;
    counts.removed += 1;
    counts.rows += 1;
    yield {
      change: 'removed',
      account: nameOf(account),
      ...keyCells(comparison, body.cells),
      before: summary(body.cells),
      state_before: stateOf(comparison, body.cells),
    };
  }
}

function keyCells(
  { key, otherwise }: Comparison,
  cells: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const columns = otherwise === undefined ? key : [...key, otherwise];
  return Object.fromEntries(columns.map((column) => [column, cells[column] ?? '']));
}

function count(counts: Counts, record: Readonly<Record<string, string>>): void {
  counts.rows += 1;
  if (record['change'] === 'added') counts.added += 1;
  if (record['change'] === 'changed') counts.changed += 1;
  if (record['newly_failing'] === 'yes') counts.newlyFailing += 1;
  if ((record['findings_new'] ?? '') + (record['findings_gone'] ?? '') !== '') counts.findingsChanged += 1;
}
