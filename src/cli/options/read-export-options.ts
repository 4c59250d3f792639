import type { Config } from '../../config/config.ts';
import { readCountry } from '../../domain/region.ts';
import { UsageError } from '../../errors/app-error.ts';
import type { ExportOptions } from '../../export/context/export-options.ts';
import { requireConsistent } from '../../export/context/require-consistent.ts';
import type { ExportKind, NumberFilter } from '../../providers/contract.ts';
import { type Session, stateDirOf, typedPath } from '../session.ts';
import type { Arguments } from './arguments.ts';
import { phonePattern, positiveInteger, wrongValue } from './option-values.ts';

/** What can be exported, in the words of the command line. */
export const EXPORT_KINDS = [
  'numbers',
  'addresses',
  'recipients',
  'available',
] as const satisfies ExportKind[];
/** A search without --limit: enough to choose from, and not a provider's whole stock. */
export const DEFAULT_AVAILABLE = 100;
/** From this many numbers on, one address for all of them is a finding. */
export const DEFAULT_SHARED_FROM = 25;

/** The options of `e911 export`, defaults filled in. @throws UsageError */
export function readExportOptions(session: Session, config: Config): ExportOptions {
  const { args } = session;
  const kind = EXPORT_KINDS.find((name) => name === args.text('kind')) ?? 'numbers';
  const path = (name: string): string | undefined => {
    const typed = args.text(name);
    return typed === undefined ? undefined : typedPath(session, typed);
  };
  if (!args.flag('compliance') && (args.text('against') ?? args.text('shared-from')) !== undefined) {
    throw new UsageError('--against and --shared-from belong to --compliance.', {
      code: 'EXPORT_OPTIONS',
      hint: 'e911 export --compliance --against SHEET',
    });
  }
  const options: ExportOptions = {
    kind,
    accounts: args.texts('account'),
    stateDir: stateDirOf(session),
    out: path('out'),
    filter: kind === 'available' ? searchFilter(args, config) : readFilter(args),
    compare: path('compare'),
    compliance: args.flag('compliance')
      ? {
          against: path('against'),
          sharedFrom: args.parsed('shared-from', positiveInteger, DEFAULT_SHARED_FROM),
        }
      : null,
    bom: args.flag('bom'),
  };
  requireConsistent(options);
  return options;
}

function readFilter(args: Arguments): NumberFilter {
  const filter: NumberFilter = {
    ...given('country', args.parsed('country', countryCode, undefined)),
    ...given('numberType', args.text('type')),
    ...given('pattern', args.parsed('pattern', phonePattern, undefined)),
    ...given('searchPattern', whereInNumber(args)),
    ...given('features', args.text('features')?.toUpperCase().replaceAll(' ', '')),
    ...given('applicationId', args.text('application')),
    ...given('hasApplication', args.parsed('has-application', yesNo, undefined)),
    ...given('limit', args.parsed('limit', positiveInteger, undefined)),
  };
  if (filter.searchPattern !== undefined && filter.pattern === undefined) {
    throw new UsageError('--search-pattern says where --pattern is looked for, and there is none.', {
      code: 'EXPORT_OPTIONS',
      hint: 'For example: --pattern 415555 --search-pattern contains',
    });
  }
  return filter;
}

/** A search is of one country and has an end. */
function searchFilter(args: Arguments, config: Config): NumberFilter {
  const filter = readFilter(args);
  const country = filter.country ?? config.defaults.country;
  if (country === undefined) {
    throw new UsageError('Numbers are searched in one country.', {
      code: 'EXPORT_OPTIONS',
      hint: 'For example: e911 export available --country US',
    });
  }
  return { ...filter, country, limit: filter.limit ?? DEFAULT_AVAILABLE };
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

function whereInNumber(args: Arguments): NumberFilter['searchPattern'] {
  const text = args.text('search-pattern');
  return text === 'start' || text === 'contains' || text === 'end' ? text : undefined;
}

function countryCode(option: string, text: string): string {
  const country = readCountry(text);
  if (country === null) throw wrongValue(option, text, 'a country code of two letters', 'US');
  return country;
}

function yesNo(option: string, text: string): boolean {
  const folded = text.toLowerCase();
  if (folded !== 'yes' && folded !== 'no') throw wrongValue(option, text, 'yes or no', 'yes');
  return folded === 'yes';
}
