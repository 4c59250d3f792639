import type { SettingColumn } from '../../domain/request/request.ts';
import type { ErrorMakers } from './error-makers.ts';
import type { Of } from './step-table.ts';

/** What belongs to a number and not to its configuration. */
const FIXED = ['number_type', 'features'] as const;

/**
 * Refuses an update that asks for what belongs to the number, or for none of the settings that the carrier can change.
 * @throws ProviderError `refused`, before anything is sent
 */
export function requireChange(
  { kind, settings }: Of<'update-number'>,
  changeable: readonly SettingColumn[],
  { title, cannot }: Pick<ErrorMakers, 'cannot' | 'title'>,
): void {
  const fixed = FIXED.filter((column) => settings[column] !== undefined);
  if (fixed.length === 0 && changeable.some((column) => settings[column] !== undefined)) return;
  throw cannot(
    kind,
    fixed.length > 0
      ? `${title} cannot change ${fixed.join(' and ')} of a number.`
      : `The row names no setting that ${title} can change.`,
    `number_type and features belong to the number: leave them out, or buy another one. To change: ${changeable.join(', ')}.`,
  );
}
