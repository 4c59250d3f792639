import { addressLine } from '../../domain/address.ts';
import type { Comparison, PresentRow } from '../comparison/compare.ts';
import type { Difference, LoadedSheet } from '../context/earlier.ts';
import type { AccountReading } from '../context/export-options.ts';
import type { RowAccount } from '../context/row-account.ts';
import type { Spool } from '../context/spool.ts';
import { COVERAGES, type Coverage, scopeOf } from '../numbers/coverage.ts';
import { type ChangedBy, type DoneBy, historyKey, placeHistoryKey } from '../numbers/history.ts';
import { addressKeyOf, type NumberFacts, numbersOf } from '../numbers/number-facts.ts';
import { differenceOf, type SheetWord, unanswered } from './against-sheet.ts';
import { FINDINGS, type FindingCode, findingsOf, hasUnit, severityOf } from './findings.ts';

/** The columns of compliance.csv (docs/contract.md, compliance set). */
export const COMPLIANCE_COLUMNS = [
  'provider',
  'account',
  'phone_number',
  'number_country',
  'voice_capable',
  'in_scope',
  'scope_reason',
  'caller_name',
  'address',
  'street',
  'unit',
  'city',
  'region',
  'postal_code',
  'address_country',
  'unit_present',
  'address_id',
  'provider_status',
  'status',
  'last_validated_at',
  'last_validated_run',
  'last_validated_by',
  'last_changed_at',
  'last_changed_run',
  'last_changed_by',
  'previous_address',
  'observed_at',
  'finding',
  'severity',
] as const;
export type ComplianceColumn = (typeof COMPLIANCE_COLUMNS)[number];
export type ComplianceCells = Readonly<Partial<Record<ComplianceColumn, string>>>;

/** The columns of differences.csv. */
export const DIFFERENCE_COLUMNS = [
  'account',
  'phone_number',
  'difference',
  'sheet_row',
  'in_sheet',
  'at_provider',
] as const;

/** Two compliance exports are compared without the days on which they were made and without what runs did between them. */
export const COMPLIANCE_COMPARISON: Comparison = {
  key: ['phone_number'],
  state: 'status',
  ignored: new Set(COMPLIANCE_COLUMNS.filter((name) => /^(?:last_|previous_|observed_)/.test(name))),
};

/** What the evaluation counted. */
export interface Evaluation {
  readonly numbers: number;
  readonly inScope: number;
  /** By account index and in all. */
  readonly coverage: Readonly<Record<Coverage, number>>;
  readonly coverageOf: readonly Readonly<Record<Coverage, number>>[];
  readonly codes: ReadonlyMap<FindingCode, { readonly count: number; readonly examples: readonly string[] }>;
  readonly differences: number;
}

const EXAMPLES = 5;

interface EvaluationParts {
  readonly spool: Spool;
  readonly accounts: readonly RowAccount[];
  readonly readings: readonly AccountReading[];
  /** Null when no sheet was given. */
  readonly sheet: LoadedSheet | null;
  readonly sharedFrom: number;
  /** Day of the export, `2026-11-21`: with a time of day, two exports of one state would never be equal. */
  readonly observedOn: string;
}

/** Works out every row of compliance.csv and every difference, and puts them into the spool (`row`, `difference`). */
export function evaluate(parts: EvaluationParts): Evaluation {
  const { spool, accounts, readings, sheet } = parts;
  notePlaces(spool, accounts);
  const none = (): Record<Coverage, number> =>
    Object.fromEntries(COVERAGES.map((word) => [word, 0])) as Record<Coverage, number>;
  const coverage = none();
  const ofAccount = accounts.map(none);
  const codes = new Map<FindingCode, { count: number; examples: string[] }>();
  let numbers = 0;
  let differences = 0;
  const note = (code: FindingCode, example: string): void => {
    const known = codes.get(code) ?? { count: 0, examples: [] };
    known.count += 1;
    if (known.examples.length < EXAMPLES && example !== '') known.examples.push(example);
    codes.set(code, known);
  };
  const noteDifference = (difference: Difference): void => {
    const account = Math.max(
      0,
      accounts.findIndex((one) => one.account === difference.account),
    );
    spool.add(
      'difference',
      account,
      `${difference.phoneNumber} ${difference.line.padStart(9, '0')}`,
      difference,
    );
    differences += 1;
    note(difference.code, difference.phoneNumber);
  };
  for (const facts of numbersOf(spool, accounts)) {
    const owner = accounts[facts.account];
    if (owner === undefined) continue;
    numbers += 1;
    coverage[facts.coverage] += 1;
    const counts = ofAccount[facts.account];
    if (counts !== undefined) counts[facts.coverage] += 1;
    const found = findingsOf(facts, neighborsOf(spool, facts), parts.sharedFrom);
    for (const code of found) note(code, facts.number.phoneNumber);
    const difference = sheet === null ? null : takeDifference(spool, facts, owner);
    if (difference !== null) noteDifference(difference);
    const all = difference === null ? found : [...found, difference.code];
    spool.put('row', facts.account, facts.key, cellsOf(parts, owner, facts, all));
  }
  for (const difference of sheet?.unreadable ?? []) noteDifference(difference);
  if (sheet !== null) {
    // A number that an incomplete list does not show may still be there.
    const whole = new Set(readings.filter(({ problem }) => problem === '').map(({ account }) => account));
    for (const difference of unanswered(spool, accounts)) {
      if (whole.has(difference.account)) noteDifference(difference);
    }
  }
  const inScope = numbers - coverage['not in scope'];
  return { numbers, inScope, coverage, coverageOf: ofAccount, codes, differences };
}

/** Each number in scope with its place, to count the numbers at one place. */
function notePlaces(spool: Spool, accounts: readonly RowAccount[]): void {
  for (const facts of numbersOf(spool, accounts)) {
    if (facts.coverage === 'not in scope' || facts.placeParts === null) continue;
    const { place, building } = facts.placeParts;
    spool.add('place', facts.account, facts.key, {}, { place, building, hasUnit: hasUnit(facts) });
  }
}

function neighborsOf(spool: Spool, { placeParts }: NumberFacts) {
  if (placeParts === null) return { atPlace: 0, withUnit: 0 };
  const { place, building } = placeParts;
  return { atPlace: spool.countPlace('place', place), withUnit: spool.countUnits('place', building) };
}

function takeDifference(spool: Spool, facts: NumberFacts, owner: RowAccount): Difference | null {
  const { phoneNumber } = facts.number;
  const word = spool.get<SheetWord>('sheet', facts.account, phoneNumber);
  if (word !== null) spool.remove('sheet', facts.account, phoneNumber);
  return differenceOf(facts, word, owner.account);
}

function cellsOf(
  { spool, observedOn }: EvaluationParts,
  owner: RowAccount,
  facts: NumberFacts,
  codes: readonly FindingCode[],
): ComplianceCells {
  const { number, address, account } = facts;
  const scope = scopeOf(number, owner.capabilities);
  const changed = spool.get<ChangedBy>('changed-by', account, historyKey(number.phoneNumber));
  const checked = lastChecked(spool, facts, owner);
  return {
    provider: owner.provider,
    account: owner.account,
    phone_number: number.phoneNumber,
    number_country: number.country,
    voice_capable: number.voiceCapable === null ? '' : number.voiceCapable ? 'yes' : 'no',
    in_scope: scope.inScope ? 'yes' : 'no',
    scope_reason: scope.why,
    caller_name: facts.callerName,
    address: address === null ? '' : addressLine(address),
    street: address?.street ?? '',
    unit: address?.unit ?? '',
    city: address?.city ?? '',
    region: address?.region ?? '',
    postal_code: address?.postalCode ?? '',
    address_country: address?.country ?? '',
    unit_present: address === null ? '' : hasUnit(facts) ? 'yes' : 'no',
    address_id: number.emergency.addressId,
    provider_status: number.emergency.status,
    status: facts.coverage,
    last_validated_at: checked?.at ?? '',
    last_validated_run: checked?.runId ?? '',
    last_validated_by: checked?.operator ?? '',
    last_changed_at: changed?.at ?? '',
    last_changed_run: changed?.runId ?? '',
    last_changed_by: changed?.operator ?? '',
    previous_address: changed?.previous == null ? '' : addressLine(changed.previous),
    observed_at: observedOn,
    finding: codes.map((code) => `${code}: ${FINDINGS[code].message}`).join(' '),
    severity: severityOf(codes),
  };
}

/** The later of: this number was found or made covered by its address, and this address was accepted for any number. */
function lastChecked(spool: Spool, facts: NumberFacts, owner: RowAccount): DoneBy | null {
  const place = placeHistoryKey(addressKeyOf(facts, owner.capabilities));
  const keys = [historyKey(facts.number.phoneNumber), ...(facts.address === null ? [] : [place])];
  const found = keys.flatMap((key) => spool.get<DoneBy>('checked-by', facts.account, key) ?? []);
  return found.sort((one, other) => (one.at < other.at ? 1 : -1))[0] ?? null;
}

/** The rows of compliance.csv as they were worked out. */
export function* complianceRows(spool: Spool): Generator<PresentRow> {
  for (const { account, body } of spool.all<Record<string, string>>('row')) yield { account, cells: body };
}

/** The row that says in compliance.csv itself that an account is incomplete. */
export function incompleteCells({ account, provider, problem }: AccountReading): ComplianceCells {
  return { provider, account, status: 'unknown', finding: `INCOMPLETE: ${problem}`, severity: 'error' };
}
