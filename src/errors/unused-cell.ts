import type { Action } from '../domain/request/request.ts';
import { ADDRESS_COLUMNS, type UnusedCell } from '../domain/request/request-columns.ts';
import { cellProblem, type Problem, type Severity } from './problem.ts';

/** Code of a filled cell that its row's action neither sends nor compares. */
const CELL_UNUSED = 'ROW_CELL_UNUSED';

/** The problem that names an unused cell. `why` is a sentence: what the action does instead, or what is there now. */
export function unusedCellProblem(cell: UnusedCell, severity: Severity, why: string, row = 0): Problem {
  return cellProblem({
    row,
    column: cell.column,
    value: cell.value,
    severity,
    code: CELL_UNUSED,
    message: `${cell.column} "${cell.value}" is not used. ${why}`,
    hint:
      severity === 'error'
        ? `Clear ${cell.column} in this row, or use an action that writes it.`
        : `Nothing to do if the row does not need ${cell.column}; otherwise use an action that writes it.`,
  });
}

const ADDRESS: ReadonlySet<string> = new Set(ADDRESS_COLUMNS);
/** They describe a number, and an export fills them in. Only an update asks for another one, and a purchase for one of a kind. */
export const DESCRIPTIVE: ReadonlySet<string> = new Set(['number_type', 'features']);

/**
 * Whether the row plainly means the cell, so that carrying out the row without it would be wrong: a part of an address, a
 * name, a setting that the provider has, or what it only answers.
 */
export function isMeant(
  cell: UnusedCell,
  action: Action,
  provider: { readonly settingColumns: readonly string[]; readonly answeredColumns: readonly string[] },
): boolean {
  // A check changes nothing, so it cannot leave undone what the row wants.
  if (action === 'validate') return false;
  // A name goes with the number, which gets it when it is assigned.
  if (cell.column === 'caller_name') return !action.endsWith('-address');
  if (cell.column === 'acquire') return true;
  if (ADDRESS.has(cell.column) || cell.column === 'address_id') return true;
  if (DESCRIPTIVE.has(cell.column)) return action === 'update';
  return provider.settingColumns.includes(cell.column) || provider.answeredColumns.includes(cell.column);
}
