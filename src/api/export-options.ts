import { z } from 'zod';
import { readCountry } from '../domain/address/region.ts';
import { type CommandName, option } from '../options/option.ts';
import { maxPauseOption } from '../options/pause-option.ts';
import { sheetOptions } from '../options/sheet-options.ts';
import { count, phonePart, yesNo } from '../options/typed-values.ts';
import type { ExportKind } from '../providers/contract.ts';

/** What can be exported, in the words of the command line. */
export const EXPORT_KINDS = [
  'numbers',
  'addresses',
  'recipients',
  'available',
] as const satisfies ExportKind[];

const ON: readonly CommandName[] = ['export'];

/** A search without --limit: enough to choose from, and not a provider's whole stock. */
const DEFAULT_AVAILABLE = 100;

/** A country as it is typed, in two letters. */
export const country = z.codec(z.string(), z.string(), {
  decode(text, context) {
    const code = readCountry(text);
    if (code !== null) return code;
    context.issues.push({
      code: 'custom',
      input: text,
      message: 'the two-letter code of a country',
      params: { example: 'US' },
    });
    return z.NEVER;
  },
  encode: (code) => code,
});

const trunkId = z.codec(z.string(), z.string(), {
  decode(text, context) {
    if (/^TK[0-9a-fA-F]{32}$/.test(text)) return text;
    context.issues.push({
      code: 'custom',
      input: text,
      message: 'TK and 32 hexadecimal digits, as the Twilio console shows it',
      params: { example: `TK${'0'.repeat(32)}` },
    });
    return z.NEVER;
  },
  encode: (id) => id,
});

/** The options of `e911 export`: flag, help, type, and default of each. */
export const exportOptions = z.object({
  account: option(z.array(z.string()).default([]), {
    group: 'accounts',
    help: 'only this account; default: all that can list it',
    values: 'account',
    on: ON,
  }),
  out: option(z.string().optional(), {
    group: 'output',
    help: 'folder for the files, a file that ends in .csv or .xlsx, or - for stdout (default: <state>/<export id>)',
    values: 'file',
    on: ON,
  }),
  bom: option(z.boolean().default(false), {
    group: 'output',
    help: 'start CSV files with a byte order mark, for Excel',
    on: ON,
  }),
  xlsx: option(z.boolean().default(false), {
    group: 'output',
    help: 'write the rows as a workbook, too (with --compliance: also the changes and the manifest)',
    on: ON,
  }),
  country: option(country.optional(), { group: 'filter', help: 'in this country, two letters', on: ON }),
  type: option(z.string().optional(), {
    group: 'filter',
    help: "of this type, in the provider's word: landline, LOCAL, ...",
    on: ON,
  }),
  pattern: option(phonePart.optional(), {
    group: 'filter',
    help: 'with these digits; + in front of a country code',
    on: ON,
  }),
  searchPattern: option(z.enum(['start', 'contains', 'end']).optional(), {
    group: 'filter',
    help: 'where in the number --pattern must be; without +, start does not count the country code (default contains)',
    on: ON,
  }),
  features: option(z.string().optional(), {
    group: 'filter',
    help: 'with all of these capabilities: SMS,VOICE',
    on: ON,
  }),
  application: option(z.string().optional(), {
    group: 'filter',
    help: 'linked to this application',
    on: ON,
  }),
  hasApplication: option(yesNo.optional(), {
    group: 'filter',
    help: 'linked to any application, or to none: yes or no',
    values: ['yes', 'no'],
    on: ON,
  }),
  trunk: option(trunkId.optional(), {
    group: 'filter',
    help: 'associated with this SIP trunk (TK and 32 hexadecimal digits)',
    on: ON,
  }),
  limit: option(count.optional(), {
    group: 'filter',
    help: `at most this many of each account (available: default ${DEFAULT_AVAILABLE})`,
    on: ON,
  }),
  maxPauseMs: maxPauseOption(ON),
  compare: option(z.string().optional(), {
    group: 'compliance',
    help: 'an earlier export: changes.csv lists what was added, removed, changed, or fails since then',
    values: 'file',
    on: ON,
  }),
  compliance: option(z.boolean().default(false), {
    group: 'compliance',
    help: 'the compliance set: every number with its evidence and findings',
    on: ON,
  }),
  against: option(z.string().optional(), {
    group: 'compliance',
    help: 'with --compliance: the sheet that the live state should match',
    values: 'file',
    on: ON,
  }),
  ...sheetOptions(ON),
  sharedFrom: option(count.prefault('25'), {
    group: 'compliance',
    help: 'with --compliance: this many numbers at one address are a finding',
    on: ON,
  }),
  notify: option(z.string().optional(), {
    group: 'compliance',
    help: 'with --compliance: post the summary to this URL (https, or http on loopback); exit 5 if it does not arrive',
    on: ON,
  }),
  notifySecret: option(z.string().optional(), {
    group: 'compliance',
    help: 'with --notify: the secret that signs it, as env:NAME, file:PATH, or command:PROGRAM',
    on: ON,
  }),
});

/** How many numbers a search lists: what was typed, or enough to choose from. */
export function searchLimit(typed: number | undefined): number {
  return typed ?? DEFAULT_AVAILABLE;
}
