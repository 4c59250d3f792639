import { describe, expect, it } from 'vitest';
import { ACTIONS, type Action } from '../../../src/domain/request/request.ts';
import { ADDRESS_COLUMNS } from '../../../src/domain/request/request-columns.ts';
import type { Capabilities } from '../../../src/providers/contract.ts';
import { definitions } from '../../../src/providers/registry.ts';
import {
  CANONICAL_COLUMNS,
  type ColumnTarget,
  PART_COLUMNS,
  PIECE_COLUMNS,
} from '../../../src/sheet/columns/columns.ts';
import { createRowChecker } from '../../../src/sheet/rows/check-row.ts';
import { COLUMN_VALUES } from './column-values.ts';

/** What a row says of itself: which number, which row, what to do. */
const KEYS: ReadonlySet<string> = new Set(['phone_number', 'action', 'account', 'reference', 'country']);
const OF_ADDRESS: ReadonlySet<string> = new Set(ADDRESS_COLUMNS);
/** Pieces that end in another column than the unit. */
const JOINED_INTO: Partial<Record<ColumnTarget, ColumnTarget>> = {
  ...{ house_prefix: 'house_number', full_address: 'street' },
  ...{ area_code: 'phone_number', exchange: 'phone_number', line_number: 'phone_number' },
};
/** What a piece needs beside it; the others need nothing. */
const BESIDE: Partial<Record<ColumnTarget, readonly ColumnTarget[]>> = {
  ...{ unit_type: ['unit_number'], house_suffix: ['house_number'], plus_four: ['postal_code'] },
  ...{
    voice_target_type: ['voice_target'],
    voice_target: ['voice_target_type'],
    house_prefix: ['house_number'],
  },
  ...{ exchange: ['area_code', 'line_number'], line_number: ['area_code', 'exchange'] },
};
/** Actions that use an address by its id in place of a written one. */
const BY_ID: ReadonlySet<Action> = new Set(['assign', 'validate', 'buy', 'update', 'delete-address']);
const OF_NO_NUMBER: ReadonlySet<Action> = new Set([
  ...(['add-address', 'update-address', 'delete-address', 'move-site', 'add-recipient'] as const),
]);
/** A setting for an `update`, which needs one. */
const SETTINGS = ['app_id', 'callback_url'] as const;
const ADDRESS: readonly ColumnTarget[] = ['street', 'city', 'region', 'postal_code'];
const PARTS: ReadonlySet<string> = new Set(PART_COLUMNS);

interface Tried {
  readonly definition: (typeof definitions)[number];
  readonly action: Exclude<Action, 'ignore'>;
}
const TRIED: readonly Tried[] = definitions.flatMap((definition) =>
  ACTIONS.flatMap((action) =>
    action !== 'ignore' && definition.capabilities.actions.includes(action) ? [{ definition, action }] : [],
  ),
);

/** Whether an action writes or compares a column here. */
function consumes({ consumes }: Capabilities, action: Action, column: string): boolean {
  return consumes[action]?.includes(column) ?? false;
}

/** The cells of a row that holds the column, with what it cannot be without. */
function rowWith(column: ColumnTarget, { definition, action }: Tried): Partial<Record<ColumnTarget, string>> {
  const { capabilities } = definition;
  const isOfNumber = !OF_NO_NUMBER.has(action);
  const writes = consumes(capabilities, action, 'street');
  const isInParts = PARTS.has(column) || column === 'house_prefix';
  const setting = SETTINGS.find((each) => capabilities.settingColumns.includes(each)) ?? 'display_name';
  const address = isInParts
    ? [
        ...PART_COLUMNS.filter((part) => part === 'house_number' || part === 'street_name'),
        'city',
        'region',
        'postal_code',
      ]
    : column === 'full_address'
      ? []
      : ADDRESS;
  const columns = new Set<string>([
    column,
    ...(BESIDE[column] ?? []),
    ...(writes && !(column === 'address_id' && BY_ID.has(action)) ? address : []),
    ...(action === 'update' ? [setting] : []),
    ...(writes && consumes(capabilities, action, 'caller_name') ? ['caller_name'] : []),
    ...(isOfNumber ? ['phone_number'] : []),
    ...(action.endsWith('-address') && action !== 'add-address' ? ['address_id'] : []),
    ...(action === 'move-site' && column !== 'address_id' ? ['old_address'] : []),
    ...(action === 'add-recipient' ? ['recipient_email'] : []),
  ]);
  const cells = Object.fromEntries([...columns].map((each) => [each, COLUMN_VALUES[each as ColumnTarget]]));
  return { ...cells, action, account: 'tried', country: 'US' };
}

/** What became of the column of a row, by the rule: nothing of it may be left over. */
function fateOf(column: ColumnTarget, tried: Tried): string {
  const cells = rowWith(column, tried);
  const names = Object.keys(cells) as ColumnTarget[];
  const at = (list: readonly string[]) =>
    new Map(names.flatMap((name, index) => (list.includes(name) ? [[name, index] as const] : [])));
  const checker = createRowChecker({
    mapping: {
      columns: at(CANONICAL_COLUMNS) as ReadonlyMap<(typeof CANONICAL_COLUMNS)[number], number>,
      pieces: at(PIECE_COLUMNS) as ReadonlyMap<(typeof PIECE_COLUMNS)[number], number>,
      unknown: [],
    },
    accounts: new Map([['tried', tried.definition]]),
    defaultAccount: undefined,
    defaultCountry: 'US',
    acceptsSplit: true,
  });
  const { request, problems } = checker.check({
    position: 1,
    line: 2,
    cells: names.map((name) => cells[name] ?? ''),
    problems: [],
  });
  const target = JOINED_INTO[column] ?? (PIECE_COLUMNS.some((piece) => piece === column) ? 'unit' : column);
  if (problems.some((problem) => problem.column === target || problem.column === column)) return 'named';
  if (request === null) return `refused for ${problems.map((problem) => problem.code).join(', ')} alone`;
  if (KEYS.has(target)) return 'read';
  if (request.unused.some((cell) => cell.column === target)) return 'named';
  const isUsed = target === 'endpoint_id' || consumes(tried.definition.capabilities, tried.action, target);
  if (!isUsed) return 'lost';
  return OF_ADDRESS.has(target) && request.address === null ? 'lost with its address' : 'read';
}

describe('every column in a row of every action, at every provider', () => {
  it.each(TRIED.map((tried) => [tried.definition.capabilities.title, tried.action, tried] as const))(
    '%s %s: is read, or named',
    (_name, _action, tried) => {
      const fates = [...CANONICAL_COLUMNS, ...PIECE_COLUMNS].map((column) => [column, fateOf(column, tried)]);
      expect(fates.filter(([, fate]) => fate !== 'read' && fate !== 'named')).toEqual([]);
    },
  );
});
