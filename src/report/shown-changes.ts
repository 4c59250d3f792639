import { addressLine } from '../domain/address/address.ts';
import type { OperationRecord } from '../journal/records.ts';
import { addressBefore, changeAndWhy, changeOf, opensGap } from './operation-words.ts';

/** One change as a person reads it before it is made. */
export interface ShownChange {
  /** Line of its first row as a spreadsheet numbers it; 0 when no row asks for it. */
  readonly row: number;
  readonly account: string;
  /** Empty when it is about no number. */
  readonly phoneNumber: string;
  /** `replace: the number has another address`. */
  readonly what: string;
  /** On one line; empty for none. */
  readonly before: string;
  readonly after: string;
  readonly opensGap: boolean;
  /** How long the gap may be, as the provider documents it; 0 where it documents nothing. */
  readonly maxGapSeconds: number;
}

/** The changes of a plan that are shown: a few of many. */
export interface ShownChanges {
  /** What can leave a number without an address, or with another one: gaps first, then removals, then replacements. */
  readonly riskiest: readonly ShownChange[];
  /** The first of the others, in the order of the sheet. */
  readonly first: readonly ShownChange[];
  readonly total: number;
}

const MOST_RISKY = 5;
const MOST_FIRST = 5;

interface Noted {
  readonly operation: OperationRecord;
  readonly after: string;
  /** 0 where nothing is removed. */
  readonly risk: number;
}

/** Chooses among the changes of a plan, given in the order of its rows, in constant memory. */
export function changeChooser(): {
  /** `after`: the address that the number has then, when the answer to its row knows better than its request. */
  note(operation: OperationRecord, after?: string): void;
  result(lineOf: (operationId: string) => Promise<number>): Promise<ShownChanges>;
} {
  const riskiest: Noted[] = [];
  const first: Noted[] = [];
  let total = 0;
  return {
    note: (operation, after = addressAfter(operation)) => {
      total += 1;
      const noted = { operation, after, risk: riskOf(operation) };
      // As many again as can be among the riskiest, which are not shown twice.
      if (first.length < MOST_FIRST + MOST_RISKY) first.push(noted);
      if (noted.risk === 0) return;
      riskiest.push(noted);
      riskiest.sort(byRisk);
      riskiest.splice(MOST_RISKY);
    },
    result: async (lineOf) => {
      const show = (noted: readonly Noted[]): Promise<ShownChange[]> =>
        Promise.all(noted.map(async (one) => shown(one, await lineOf(one.operation.operationId))));
      const others = first.filter((one) => !riskiest.includes(one)).slice(0, MOST_FIRST);
      return { riskiest: await show(riskiest), first: await show(others), total };
    },
  };
}

const REMOVALS: ReadonlySet<string> = new Set(['remove', 'release', 'disable', 'delete']);

function riskOf(operation: OperationRecord): number {
  if (opensGap(operation)) return 3;
  const verb = changeOf(operation);
  if (REMOVALS.has(verb)) return 2;
  return verb === 'replace' ? 1 : 0;
}

function byRisk(a: Noted, b: Noted): number {
  const [longer, shorter] = [b.operation.maxGapSeconds ?? 0, a.operation.maxGapSeconds ?? 0];
  return b.risk - a.risk || longer - shorter || a.operation.position - b.operation.position;
}

/** The address that the number has when all is done, by its request; empty when it has none then. */
function addressAfter(operation: OperationRecord): string {
  const { address } = operation.request;
  const verb = changeOf(operation);
  if (REMOVALS.has(verb) && verb !== 'disable') return '';
  return address === null ? addressBefore(operation) : addressLine(address);
}

function shown({ operation, after }: Noted, row: number): ShownChange {
  return {
    row,
    account: operation.account,
    phoneNumber: operation.request.phoneNumber,
    what: changeAndWhy(operation),
    before: addressBefore(operation),
    after,
    opensGap: opensGap(operation),
    maxGapSeconds: operation.maxGapSeconds ?? 0,
  };
}
