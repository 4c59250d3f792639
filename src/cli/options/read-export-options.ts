import { z } from 'zod';
import type { Config } from '../../config/config.ts';
import { numberStart } from '../../domain/phone-number.ts';
import { commandError } from '../../errors/command-errors.ts';
import type { AgainstSheet, ExportOptions } from '../../export/context/export-options.ts';
import { requireConsistent } from '../../export/context/require-consistent.ts';
import { declaredOptions } from '../../options/option.ts';
import { sheetOptions } from '../../options/sheet-options.ts';
import { headerColumn } from '../../options/typed-values.ts';
import type { ExportKind, NumberFilter } from '../../providers/contract.ts';
import { type Session, stateDirOf, typedPath } from '../session/session.ts';
import { exportOptions, searchLimit } from './export-options.ts';
import { readMapping } from './read-mapping.ts';
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
  const ofCompliance = texts.against ?? texts.sharedFrom ?? texts.notify;
  if (!typed.compliance && ofCompliance !== undefined) throw commandError('complianceOptionAlone');
  const unfit = declaredOptions(z.object(sheetOptions(['export']))).find(
    ({ field }) => Object.hasOwn(texts, field) && texts.against === undefined,
  );
  if (unfit !== undefined) throw commandError('sheetOptionAlone', { option: `--${unfit.name}` });
  const options: ExportOptions = {
    kind,
    accounts: typed.account,
    stateDir: stateDirOf(session),
    out: path(typed.out),
    filter: kind === 'available' ? searchFilter(typed, config) : readFilter(typed, config),
    compare: path(typed.compare),
    compliance: typed.compliance
      ? { against: againstOf(session, typed), sharedFrom: typed.sharedFrom }
      : null,
    maxPauseMs: typed.maxPauseMs,
    bom: typed.bom,
  };
  requireConsistent(options);
  return options;
}

function againstOf(session: Session, typed: Typed): AgainstSheet | undefined {
  if (typed.against === undefined) return undefined;
  const saved = typed.mapping === undefined ? [] : readMapping(typedPath(session, typed.mapping));
  const map = [...saved.map((text) => headerColumn.parse(text)), ...typed.map];
  return { path: typedPath(session, typed.against), reading: { ...typed, map } };
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
