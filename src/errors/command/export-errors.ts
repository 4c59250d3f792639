import { many } from '../../domain/plural.ts';
import { type CommandErrorKind, usage } from './error-kind.ts';

interface AtAccount {
  readonly account: string;
  /** The carrier's name in sentences. */
  readonly title: string;
}

/** A kind of export in a sentence. */
const kindText = (kind: string): string => (kind === 'available' ? 'available numbers' : kind);

/** Exports that cannot be made as they were asked for. */
export const EXPORT_ERRORS = {
  buyOptionMissing: usage<{ option: string; example: string }>(
    'BUY_OPTIONS',
    ({ option }) => `e911 buy needs ${option}.`,
    ({ example }) => `Add it, for example: ${example}`,
  ),
  exportIntoWorkbook: usage<{ out: string }>(
    'EXPORT_WORKBOOK',
    ({ out }) => `${out} has the name of a workbook, and an export is written as .xlsx or .csv.`,
    () =>
      'Use a name that ends in .xlsx, which LibreOffice and Google Sheets open, too, or in .csv, or the name of a folder.',
  ),
  buyNowhere: usage<object>(
    'BUY_ACCOUNT',
    () => 'No account of the config can buy numbers.',
    () => 'Numbers can be bought at Vonage and Sinch: add an account, or see e911 providers.',
  ),
  buyAccountMissing: usage<{ names: string; first: string }>(
    'BUY_ACCOUNT',
    ({ names }) => `Several accounts can buy numbers: ${names}.`,
    ({ first }) => `Name one, for example: --account ${first}`,
  ),
  buyNotAtAccount: usage<AtAccount & { names: string }>(
    'BUY_ACCOUNT',
    ({ account, title }) =>
      `The account ${account} cannot buy numbers: this program does not buy at ${title}.`,
    ({ names }) => (names === '' ? 'See e911 providers.' : `Accounts that can: ${names}.`),
  ),
  likeSheetEmpty: usage<{ path: string }>(
    'BUY_LIKE',
    ({ path }) => `${path} has no row to take settings and an address from.`,
    () => 'Give a sheet with at least one row, or leave out --like.',
  ),
  likeRowByReference: usage<{ path: string; cell: string }>(
    'BUY_LIKE',
    ({ path, cell }) =>
      `The first row of ${path} uses the address of another row (${cell}), which the new sheet does not have.`,
    () => 'Write the address itself into the first row, or the ID of an address that exists.',
  ),
  filtersOfOtherKind: usage<{ kind: string }>(
    'EXPORT_OPTIONS',
    ({ kind }) => `Filters choose numbers, but ${kind} are always exported in full.`,
    () => 'Leave out the filters.',
  ),
  complianceOfOtherKind: usage(
    'EXPORT_OPTIONS',
    () => '--compliance exports numbers only.',
    () => 'Type: e911 export --compliance',
  ),
  complianceFiltered: usage(
    'EXPORT_OPTIONS',
    () => 'A compliance export covers all numbers, so filters cannot be used with it.',
    () => 'Leave out the filters. To choose accounts, use --account.',
  ),
  complianceIntoFile: usage(
    'EXPORT_OPTIONS',
    () => 'A compliance export is a folder of files, not one file.',
    () => 'Give a folder, for example: --out compliance-2026-q4. With --xlsx, a workbook is in it, too.',
  ),
  compareLimited: usage(
    'EXPORT_OPTIONS',
    () => 'A list that --limit shortens cannot be compared with another.',
    () => 'Leave out --limit or --compare.',
  ),
  exportToStdoutAlone: usage(
    'EXPORT_OPTIONS',
    () =>
      '--out - writes one CSV file to stdout; --compliance, --compare, and --xlsx write others, and --json and --events use stdout.',
    () => 'Give a folder with --out DIR, or leave out the other option.',
  ),
  complianceOptionAlone: usage(
    'EXPORT_OPTIONS',
    () => '--against, --shared-from, and --notify need --compliance.',
    () => 'For example: e911 export --compliance --against numbers.csv',
  ),
  notifyPair: usage(
    'NOTIFY_OPTIONS',
    () => '--notify and --notify-secret need each other: a summary is always signed.',
    () =>
      'For example: e911 export --compliance --notify https://example.com/e911 --notify-secret env:E911_NOTIFY_SECRET',
  ),
  notifyUrl: usage<{ url: string; problem: string }>(
    'NOTIFY_URL',
    ({ url, problem }) => `--notify ${JSON.stringify(url)} ${problem}.`,
    () => 'Give an https URL, or an http URL on loopback.',
  ),
  notifySecretWritten: usage(
    'NOTIFY_SECRET',
    () => '--notify-secret must be a reference: a secret in a command line shows in the list of processes.',
    () => 'Write env:NAME, file:PATH, or command:PROGRAM.',
  ),
  notifySecret: usage<{ problem: string; hint: string }>(
    'NOTIFY_SECRET',
    ({ problem }) => `--notify-secret ${problem}`,
    ({ hint }) => hint,
  ),
  sheetOptionAlone: usage<{ option: string }>(
    'EXPORT_OPTIONS',
    ({ option }) =>
      `${option} needs --against: it says how the sheet is read that the live state is compared with.`,
    ({ option }) => `Leave out ${option}, or add the sheet: e911 export --compliance --against numbers.csv`,
  ),
  searchPatternAlone: usage(
    'EXPORT_OPTIONS',
    () => '--search-pattern needs --pattern: it says where in the number the digits must be.',
    () => 'For example: --pattern 415555 --search-pattern contains',
  ),
  searchStartWithoutCountry: usage<{ pattern: string }>(
    'EXPORT_OPTIONS',
    ({ pattern }) => `--search-pattern start needs the country of the numbers that start with ${pattern}.`,
    ({ pattern }) => `Add it, for example --country US, or write the country code: --pattern +1${pattern}`,
  ),
  searchWithoutCountry: usage(
    'EXPORT_OPTIONS',
    () => 'A search for available numbers needs a country.',
    () => 'For example: e911 export available --country US',
  ),
  exportNotAtAccount: usage<AtAccount & { kind: string; has: string }>(
    'EXPORT_NOT_POSSIBLE',
    ({ account, title, kind }) =>
      `The account ${account} is at ${title}, which has no ${kindText(kind)} to export.`,
    ({ title, has }) => `${title} exports: ${has || 'nothing'}.`,
  ),
  exportNowhere: usage<{ kind: string }>(
    'EXPORT_NOT_POSSIBLE',
    ({ kind }) => `No account in the config has ${kindText(kind)} to export.`,
    () => 'To see what each provider can export, type: e911 providers',
  ),
  filterNotAtAccount: usage<AtAccount & { option: string; of: string; has: string }>(
    'EXPORT_FILTER_NOT_POSSIBLE',
    ({ option, account, title, of }) =>
      `${option} cannot be applied to the account ${account}: ${title} does not show that value for ${of}.`,
    ({ option, title, has }) =>
      `Leave out ${option}, or choose other accounts with --account. Filters at ${title}: ${has}.`,
  ),
  filterWordNotAtAccount: usage<AtAccount & { option: string; word: string; has: string }>(
    'EXPORT_FILTER_NOT_POSSIBLE',
    ({ option, word, account, title }) =>
      `${option} ${JSON.stringify(word)} cannot be applied to the account ${account}: ${title} does not know that word.`,
    ({ option, title, has }) =>
      `Words for ${option} at ${title}: ${has}. To choose other accounts, use --account.`,
  ),
  compareOtherKind: usage<{ path: string; missing: string }>(
    'EXPORT_COMPARE_UNFIT',
    ({ path, missing }) => `${path} is not an earlier export of this kind: it lacks the column ${missing}.`,
    () => 'Give a file that e911 export wrote, of the same kind (numbers, addresses, ...).',
  ),
  exportListIncomplete: {
    kind: 'incomplete',
    code: 'EXPORT_LIST_INCOMPLETE',
    message: ({ why }) => `The list could not be read to the end: ${why}.`,
    hint: () => 'Export again when no other program is changing the account.',
  } satisfies CommandErrorKind<{ why: string }>,
  exportNumbersUnreadable: {
    kind: 'incomplete',
    code: 'EXPORT_LIST_INCOMPLETE',
    message: ({ count, first, why }) =>
      `${many(count, 'number')} could not be read, the first: ${first} (${why}).`,
    hint: () =>
      'Each is in the file with its error, and the others are complete. Ask the carrier about it, then export again.',
  } satisfies CommandErrorKind<{ count: number; first: string; why: string }>,
  /** Of a command that writes one file. */
  outIsThere: usage<{ file: string }>(
    'OUT_EXISTS',
    ({ file }) => `The file ${file} already exists. It was not changed, and nothing was sent.`,
    () => 'Give another name with --out, or move the file away.',
  ),
} as const;
