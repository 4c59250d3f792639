import type { Difference, LoadedSheet } from '../context/earlier.ts';
import type { AccountReading } from '../context/export-options.ts';
import type { RowAccount } from '../context/row-account.ts';
import type { Spool } from '../context/spool.ts';
import { COVERAGES, type Coverage } from '../numbers/coverage.ts';
import { type NumberFacts, numbersOf } from '../numbers/number-facts.ts';
import { cellsOf } from './compliance-rows.ts';
import { type FindingCode, findingsOf, hasUnit } from './findings.ts';
import { takeDifference, unanswered, unreadableRows } from './sheet-differences.ts';

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
    const name = difference.phoneNumber || difference.endUserId;
    spool.add('difference', account, `${name} ${difference.line.padStart(9, '0')}`, difference);
    differences += 1;
    note(difference.code, name);
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
    const difference =
      sheet === null ? null : takeDifference(spool, facts, { account: owner.account, units: sheet.units });
    if (difference !== null) noteDifference(difference);
    const all = difference === null ? found : [...found, difference.code];
    spool.put('row', facts.account, facts.key, cellsOf(parts, owner, facts, all));
  }
  for (const difference of sheet?.unreadable ?? []) noteDifference(difference);
  for (const difference of unreadableRows(spool, accounts)) noteDifference(difference);
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
    spool.addPlace(facts.account, facts.key, { place, building, hasUnit: hasUnit(facts) });
  }
}

function neighborsOf(spool: Spool, { placeParts }: NumberFacts) {
  if (placeParts === null) return { atPlace: 0, withUnit: 0 };
  const { place, building } = placeParts;
  return { atPlace: spool.countPlace('place', place), withUnit: spool.countUnits('place', building) };
}
