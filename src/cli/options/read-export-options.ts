import type { z } from 'zod';
import type { Config } from '../../config/config.ts';
import { commandError } from '../../errors/command-errors.ts';
import type { ExportOptions } from '../../export/context/export-options.ts';
import { requireConsistent } from '../../export/context/require-consistent.ts';
import type { ExportKind, NumberFilter } from '../../providers/contract.ts';
import { type Session, stateDirOf, typedPath } from '../session.ts';
import { exportOptions, searchLimit } from './export-options.ts';
import { typedTexts } from './typed-options.ts';

/** What can be exported, in the words of the command line. */
export const EXPORT_KINDS = [
  'numbers',
  'addresses',
  'recipients',
  'available',
] as const satisfies ExportKind[];

type Typed = z.output<typeof exportOptions>;

/** The options of `e911 export`, defaults filled in. @throws UsageError */
export function readExportOptions(session: Session, config: Config): ExportOptions {
  const texts = typedTexts(exportOptions, session.args);
  const typed = exportOptions.parse(texts);
  const kind = EXPORT_KINDS.find((name) => name === session.args.text('kind')) ?? 'numbers';
  const path = (text: string | undefined): string | undefined =>
    text === undefined ? undefined : typedPath(session, text);
  if (!typed.compliance && (texts.against ?? texts.sharedFrom) !== undefined) {
    throw commandError('complianceOptionAlone');
  }
  const options: ExportOptions = {
    kind,
    accounts: typed.account,
    stateDir: stateDirOf(session),
    out: path(typed.out),
    filter: kind === 'available' ? searchFilter(typed, config) : readFilter(typed),
    compare: path(typed.compare),
    compliance: typed.compliance ? { against: path(typed.against), sharedFrom: typed.sharedFrom } : null,
    bom: typed.bom,
  };
  requireConsistent(options);
  return options;
}

function readFilter(typed: Typed): NumberFilter {
  if (typed.searchPattern !== undefined && typed.pattern === undefined) {
    throw commandError('searchPatternAlone');
  }
  return {
    ...given('country', typed.country),
    ...given('numberType', typed.type),
    ...given('pattern', typed.pattern),
    ...given('searchPattern', typed.searchPattern),
    ...given('features', typed.features?.toUpperCase().replaceAll(' ', '')),
    ...given('applicationId', typed.application),
    ...given('hasApplication', typed.hasApplication),
    ...given('limit', typed.limit),
  };
}

/** A search covers one country and has a limit. */
function searchFilter(typed: Typed, config: Config): NumberFilter {
  const country = typed.country ?? config.defaults.country;
  if (country === undefined) {
    throw commandError('searchWithoutCountry');
  }
  return { ...readFilter(typed), country, limit: searchLimit(typed.limit) };
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
