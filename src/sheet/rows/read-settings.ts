import { meansNothing } from '../../domain/request/placeholder.ts';
import {
  type Action,
  type NumberSettings,
  type Request,
  SETTING_COLUMNS,
  type SettingColumn,
} from '../../domain/request/request.ts';
import type { Capabilities } from '../../providers/contract.ts';
import type { CanonicalColumn } from '../columns/columns.ts';
import type { Report } from './check-address.ts';
import type { RowCells } from './row-cells.ts';

/** Whether the row buys its number: where the carrier cannot, or the action does not fit, that is an error of the row. */
export function readAcquire(
  cells: RowCells,
  action: Action,
  capabilities: Capabilities | undefined,
  report: Report,
): Pick<Request, 'acquire'> {
  const word = cells.acquire.toLowerCase();
  if (word === '') return {};
  if (word !== 'buy' && word !== 'no') {
    report('ROW_ACQUIRE_UNKNOWN', 'acquire', { message: `"${cells.acquire}" is not a value of acquire.` });
    return {};
  }
  if (action === 'buy') {
    if (word === 'no') report('ROW_ACQUIRE_CONTRADICTS', 'acquire');
    return {};
  }
  if (word === 'no') return {};
  if (capabilities !== undefined && !capabilities.actions.includes('buy')) {
    report('ROW_ACQUIRE_NOT_POSSIBLE', 'acquire', {
      message: `This program cannot buy a number at ${capabilities.title}.`,
    });
  }
  return { acquire: 'buy' };
}

/** Actions that set what a number is configured with. */
const SETTING_ACTIONS: ReadonlySet<Action> = new Set(['assign', 'buy', 'update', 'release']);

/** The settings that the row writes. A row of `assign` may carry columns of another carrier's export without meaning them. */
export function readSettings(
  cells: RowCells,
  action: Action,
  capabilities: Capabilities | undefined,
  report: Report,
): NumberSettings {
  if (!SETTING_ACTIONS.has(action)) return {};
  const consumed = capabilities?.consumes[action] ?? SETTING_COLUMNS;
  const given = SETTING_COLUMNS.filter((column) => cells[column] !== '');
  if (action === 'update' && given.length === 0) report('ROW_SETTING_MISSING', 'action');
  const settings: Partial<Record<(typeof SETTING_COLUMNS)[number], string>> = {};
  for (const column of given) {
    if (action === 'assign' && !consumed.includes(column)) continue;
    const value = cells[column] === '""' ? clear(column, action, capabilities, report) : cells[column];
    if (consumed.includes(column)) settings[column] = value;
    if (action !== 'release' && meansNothing(cells[column])) {
      report('ROW_PLACEHOLDER', column satisfies CanonicalColumn, {
        message: `"${cells[column]}" in ${column} is a placeholder, not a value.`,
        hint: 'Leave the cell empty to keep the setting, or write "" (two quotation marks) to clear it.',
      });
    }
    if (action !== 'release' && capabilities !== undefined && !capabilities.settingColumns.includes(column)) {
      report('ROW_SETTING_NOT_POSSIBLE', column satisfies CanonicalColumn, {
        message: `${capabilities.title} does not have the setting ${column}. It has: ${capabilities.settingColumns.join(', ') || 'none'}.`,
      });
    }
  }
  return settings;
}

/** Two quotes ask for an empty setting, where the provider can clear it. */
function clear(
  column: (typeof SETTING_COLUMNS)[number],
  action: Action,
  capabilities: Capabilities | undefined,
  report: Report,
): string {
  const clearable = capabilities?.clearableColumns;
  const isSetting = capabilities?.settingColumns.includes(column) === true;
  if (action === 'buy' || (isSetting && clearable !== undefined && !clearable.includes(column))) {
    report('ROW_CLEAR_NOT_POSSIBLE', column, {
      message:
        action === 'buy'
          ? `A number that is bought has no ${column} to clear.`
          : notCleared(column, capabilities),
    });
  }
  return '';
}

function notCleared(column: SettingColumn, capabilities: Capabilities | undefined): string {
  const why = capabilities?.whyNotCleared[column];
  const can = capabilities?.clearableColumns.join(', ') || 'none';
  return `${capabilities?.title ?? 'The provider'} cannot clear ${column}${why === undefined ? '' : `: ${why}`}. It can clear: ${can}.`;
}
