import type { NumberFilter, NumberState } from '../../providers/contract.ts';
import { matchesCountryAndPattern } from '../../providers/number-filter.ts';

const ordered = (features: string): string[] => features.toUpperCase().split(',').filter(Boolean);

/**
 * Whether a listed number is one that was asked for. Checked here for every provider: one that ignores a filter
 * answers with everything.
 */
export function matchesFilter(number: NumberState, filter: NumberFilter): boolean {
  const { settings, facts } = number;
  const type = settings.number_type ?? facts['number_type'] ?? '';
  if (filter.numberType !== undefined && type.toLowerCase() !== filter.numberType.toLowerCase()) return false;
  const has = new Set(ordered(settings.features ?? (facts['capabilities'] ?? '').replaceAll(' ', ',')));
  if (!ordered(filter.features ?? '').every((feature) => has.has(feature))) return false;
  const application = settings.app_id ?? settings.voice_app_id ?? '';
  if (filter.applicationId !== undefined && application !== filter.applicationId) return false;
  if (filter.hasApplication !== undefined && (application !== '') !== filter.hasApplication) return false;
  if (filter.trunkId !== undefined && (facts['trunk_sid'] ?? '') !== filter.trunkId) return false;
  return matchesCountryAndPattern(number, filter);
}
