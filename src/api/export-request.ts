import { z } from 'zod';
import type { Config } from '../config/config.ts';
import { numberStart } from '../domain/phone-number.ts';
import { commandError } from '../errors/command-errors.ts';
import type {
  AgainstSheet,
  ExportHost,
  ExportOptions,
  ExportReport,
} from '../export/context/export-options.ts';
import { requireConsistent } from '../export/context/require-consistent.ts';
import { performExport } from '../export/perform-export.ts';
import type { StatePlace } from '../journal/state-place.ts';
import { declaredOptions } from '../options/option.ts';
import { sheetOptions } from '../options/sheet-options.ts';
import type { NumberFilter } from '../providers/contract.ts';
import { type EXPORT_KINDS, exportOptions, searchLimit } from './export-options.ts';

type Typed = z.output<typeof exportOptions>;

/** What is exported, and where its record is. */
interface About {
  readonly kind: (typeof EXPORT_KINDS)[number];
  readonly state: StatePlace;
}

/** Options of an export as they would be typed, with absolute paths. */
export type GivenExport = Partial<z.input<typeof exportOptions>>;

/** What an export asks for, defaults filled in. @throws UsageError when the options do not go together. */
export function exportRequest(texts: GivenExport, { kind, state }: About, config: Config): ExportOptions {
  const typed = exportOptions.parse(texts);
  const isOfCompliance = (texts.against ?? texts.sharedFrom ?? texts.notify) !== undefined;
  if (!typed.compliance && isOfCompliance) throw commandError('complianceOptionAlone');
  const unfit = declaredOptions(z.object(sheetOptions(['export']))).find(
    ({ field }) => Object.hasOwn(texts, field) && texts.against === undefined,
  );
  if (unfit !== undefined) throw commandError('sheetOptionAlone', { option: `--${unfit.name}` });
  const options: ExportOptions = {
    kind,
    accounts: typed.account,
    state,
    out: typed.out,
    filter: kind === 'available' ? searchFilter(typed, config) : readFilter(typed, config),
    compare: typed.compare,
    compliance: typed.compliance ? { against: againstOf(typed), sharedFrom: typed.sharedFrom } : null,
    hasBook: typed.xlsx,
    maxPauseMs: typed.maxPauseMs,
    bom: typed.bom,
  };
  requireConsistent(options);
  return options;
}

function againstOf(typed: Typed): AgainstSheet | undefined {
  return typed.against === undefined ? undefined : { path: typed.against, reading: typed };
}

/** What was typed of the options that choose numbers. */
type TypedFilter = Partial<Omit<Typed, 'account'>>;

function readFilter(typed: TypedFilter, config: Config): NumberFilter {
  if (typed.searchPattern !== undefined && typed.pattern === undefined) {
    throw commandError('searchPatternAlone');
  }
  return {
    ...given('country', typed.country),
    ...given('numberType', typed.type),
    ...given('pattern', patternOf(typed, config)),
    ...given('searchPattern', typed.searchPattern),
    ...given('features', typed.features?.toUpperCase().replaceAll(' ', '')),
    ...given('applicationId', typed.application),
    ...given('hasApplication', typed.hasApplication),
    ...given('trunkId', typed.trunk),
    ...given('limit', typed.limit),
  };
}

/** Digits that numbers start with are compared with whole numbers, so the country code is put in front. */
function patternOf({ pattern, searchPattern, country }: TypedFilter, config: Config): string | undefined {
  if (pattern === undefined || searchPattern !== 'start' || pattern.startsWith('+')) return pattern;
  const home = country ?? config.defaults.country;
  if (home === undefined) throw commandError('searchStartWithoutCountry', { pattern });
  return numberStart(pattern, home);
}

/** A search covers one country and has a limit. */
export function searchFilter(typed: TypedFilter, config: Config): NumberFilter {
  const country = typed.country ?? config.defaults.country;
  if (country === undefined) {
    throw commandError('searchWithoutCountry');
  }
  return { ...readFilter(typed, config), country, limit: searchLimit(typed.limit) };
}

/** One field of a filter, or none when nothing was given for it. */
function given<Key extends keyof NumberFilter>(
  key: Key,
  value: NumberFilter[Key] | undefined,
): { readonly [Name in Key]?: NonNullable<NumberFilter[Name]> } {
  const field: { [Name in Key]?: NonNullable<NumberFilter[Name]> } = {};
  if (value !== undefined) field[key] = value;
  return field;
}

/** Reads the live state into files. @throws as `performExport` does. */
export function exportState(options: ExportOptions, host: ExportHost): Promise<ExportReport> {
  return performExport(options, host);
}
