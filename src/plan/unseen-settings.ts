import type { NumberSettings, Request, SettingColumn } from '../domain/request/request.ts';
import type { Journal } from '../journal/journal.ts';
import type { NumberState } from '../providers/contract.ts';
import type { PlanAccount } from './context/plan-context.ts';

/**
 * What the last update of a number left in settings that its provider does not show. Nothing when something that the provider
 * shows is otherwise than that update left it: whoever changed that may have changed the rest, or reset it.
 */
export async function unseenSettings(
  journal: Pick<Journal, 'settingsLeft'>,
  { accountKey, capabilities }: PlanAccount['provider'],
  number: NumberState | null,
  request: Request,
): Promise<NumberSettings> {
  const hidden: readonly string[] = capabilities.hiddenSettings;
  const isAsked = hidden.some((column) => request.settings[column as SettingColumn] !== undefined);
  if (number === null || !isAsked || request.settings.subaccount_key) return {};
  const left = await journal.settingsLeft(accountKey, number.phoneNumber);
  if (left === null) return {};
  const shown = new Set([...Object.keys(left), ...Object.keys(number.settings)]);
  const isAsLeft = [...shown].every(
    (column) =>
      hidden.includes(column) ||
      (left[column as SettingColumn] ?? '') === (number.settings[column as SettingColumn] ?? ''),
  );
  if (!isAsLeft) return {};
  return Object.fromEntries(Object.entries(left).filter(([column]) => hidden.includes(column)));
}
