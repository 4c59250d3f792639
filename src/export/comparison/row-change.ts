import type { OldExport } from '../context/earlier.ts';

/** How two exports of one kind are compared. */
export interface Comparison {
  /** Columns that name a row within its account. */
  readonly key: readonly string[];
  /** The column that names a row whose key columns are empty: an endpoint without a telephone number. */
  readonly otherwise?: string;
  /** The column with the coverage; undefined when rows have none. */
  readonly state: string | undefined;
  /** The column with the codes of findings, compared apart from the state; undefined when rows have none. */
  readonly findings?: string;
  /** Columns whose difference is not a change: the request, and what changes by itself. */
  readonly ignored: ReadonlySet<string>;
}

/** States that count as failing when a covered number changes to them. */
const FAILING = new Set(['failed', 'missing', 'disabled', 'unknown', 'pending']);

const SUMMARY = ['caller_name', 'street', 'unit', 'city', 'region', 'postal_code', 'country', 'address'];

export function stateOf({ state }: Comparison, cells: Readonly<Record<string, string>>): string {
  return state === undefined ? '' : (cells[state] ?? '');
}

export const summary = (cells: Readonly<Record<string, string>>): string =>
  SUMMARY.map((column) => cells[column] ?? '')
    .filter(Boolean)
    .join(', ');

/** A row that the earlier export does not have. */
export function added(
  comparison: Comparison,
  cells: Readonly<Record<string, string>>,
): Record<string, string> {
  const state = stateOf(comparison, cells);
  return {
    change: 'added',
    newly_failing: state === 'failed' ? 'yes' : '',
    after: summary(cells),
    state_after: state,
  };
}

/** What differs between a row before and now; null for nothing. */
export function changed(
  { comparison }: { readonly comparison: Comparison },
  old: OldExport,
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): Record<string, string> | null {
  const columns = Object.keys(after).filter(
    (column) =>
      old.columns.has(column) &&
      !comparison.ignored.has(column) &&
      column !== comparison.findings &&
      (before[column] ?? '') !== (after[column] ?? ''),
  );
  const found = findingsChanged(comparison, old, before, after);
  if (columns.length === 0) return found === null ? null : { change: 'finding', ...found };
  const [from, to] = [stateOf(comparison, before), stateOf(comparison, after)];
  const fails = from !== to && (to === 'failed' || (from === 'covered' && FAILING.has(to)));
  const told = (cells: Readonly<Record<string, string>>): string =>
    columns.map((column) => `${column}: ${cells[column] ?? ''}`).join('; ');
  return {
    change: 'changed',
    newly_failing: fails ? 'yes' : '',
    columns: columns.join(' '),
    before: told(before),
    after: told(after),
    state_before: from,
    state_after: to,
    ...found,
  };
}

/** The findings that came and went; null when they are the same, or when the earlier export has no codes of findings. */
function findingsChanged(
  { findings }: Comparison,
  old: OldExport,
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): Record<string, string> | null {
  if (findings === undefined || !old.columns.has(findings)) return null;
  const [was, is] = [before, after].map((cells) => (cells[findings] ?? '').split(' ').filter(Boolean));
  const missingIn = (others: readonly string[] = [], codes: readonly string[] = []): string =>
    codes.filter((code) => !others.includes(code)).join(' ');
  const found = { findings_new: missingIn(was, is), findings_gone: missingIn(is, was) };
  return found.findings_new === '' && found.findings_gone === '' ? null : found;
}
