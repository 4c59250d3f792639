import { z } from 'zod';
import { durationText } from '../domain/duration-text.ts';
import { counted, many } from '../domain/plural.ts';
import type { Journal } from '../journal/journal.ts';
import { readingAhead } from '../journal/reading-ahead.ts';
import type { OperationRecord, Result } from '../journal/records.ts';
import type { Capabilities, Limits } from '../providers/contract.ts';
import { costTally, plannedCostShape } from './costs.ts';
import { changedBy, changeOf, opensGap, stepKinds } from './operation-words.ts';

const previewAccount = z.strictObject({
  /** Operations by what they change: `assign`, `replace`, ... */
  changes: z.record(z.string(), z.number()),
  /** Changing calls, the creation of addresses among them. */
  changing_calls: z.number(),
  /** Reads, as far as they can be foreseen: those that the preview itself made, and one round of looking at what is waited for. */
  reads: z.number(),
  /** How long all these calls take at the configured pace; what the provider needs to register comes on top. */
  seconds: z.number(),
  /** Numbers that would have no address while it is replaced. */
  gaps: z.number(),
  /** The longest time in seconds that one of them may be without an address, as the provider documents it. */
  max_gap_seconds: z.number().default(0),
  /** These times of all its numbers, added up. */
  total_gap_seconds: z.number().default(0),
  /** Addresses that only the real run will have checked, and the rows that name them. */
  unchecked_addresses: z.number(),
  unchecked_rows: z.number(),
  /** What the changes cost, with its source. */
  ...plannedCostShape.shape,
});

/** The figures of a preview, in the names that they are written with. */
export const previewShape = z.strictObject({
  accounts: z.record(z.string(), previewAccount),
  changing_calls: z.number(),
  reads: z.number(),
  /** Of the slowest account: accounts are worked on side by side. */
  seconds: z.number(),
  gaps: z.number(),
  /** How many of them would be open at once, at most. */
  windows_at_once: z.number(),
  max_gap_seconds: z.number().default(0),
  total_gap_seconds: z.number().default(0),
  /** How long all gaps take at worst: the first one alone, then `windows_at_once` side by side. */
  gaps_take_seconds: z.number().default(0),
  unchecked_rows: z.number(),
  /** Guards that would stop `apply`, a sentence each. */
  guards: z.array(z.string()),
});
type PreviewAccount = z.infer<typeof previewAccount>;
export type Preview = z.infer<typeof previewShape>;

/** What a preview is counted from beside the journal. */
interface PreviewFacts {
  readonly journal: Journal;
  readonly runId: string;
  readonly accounts: readonly {
    readonly name: string;
    readonly capabilities: Capabilities;
    readonly limits: Limits;
    /** Calls that the preview made, and how many of them changed something (`--check-by-create`). */
    readonly callsMade: number;
    readonly changesMade: number;
  }[];
  readonly maxOpen: number;
  readonly guards: readonly string[];
  /** How an operation that has not ended would end, as far as it is known. */
  readonly resultOf: (operation: OperationRecord) => Promise<Result>;
  /** Guards that would stop the run on its way, given how many of its operations would fail. */
  readonly guardsOnTheWay: (failed: number, total: number) => readonly string[];
}

/** Counts what the plan in the journal would do, call by call. */
export async function countPreview(facts: PreviewFacts): Promise<Preview> {
  const { journal, runId } = facts;
  const accounts = new Map<string, PreviewAccount>();
  const awaited = new Map<string, number>();
  const costs = new Map(facts.accounts.map(({ name }) => [name, costTally()]));
  const unchecked = new Set<string>();
  for (const { name, callsMade, changesMade, capabilities } of facts.accounts) {
    const open = await countAddresses(journal, runId, name, capabilities);
    for (const key of open.unchecked) unchecked.add(`${name}|${key}`);
    accounts.set(name, {
      changes: {},
      changing_calls: open.toCreate,
      reads: Math.max(0, callsMade - changesMade),
      seconds: 0,
      gaps: 0,
      max_gap_seconds: 0,
      total_gap_seconds: 0,
      unchecked_addresses: open.unchecked.length,
      unchecked_rows: 0,
      ...costTally().result(),
    });
  }
  let total = 0;
  let failed = 0;
  const isUnchecked = ({ account, addressKey }: OperationRecord): boolean =>
    unchecked.has(`${account}|${addressKey}`);
  const rowsOf = async (operation: OperationRecord): Promise<number> =>
    isUnchecked(operation) ? (await journal.rowsOfOperation(runId, operation.operationId)).length : 0;
  for await (const [operation, uncheckedRows] of readingAhead(journal.openOperations(runId), rowsOf)) {
    const account = accounts.get(operation.account);
    const result = await facts.resultOf(operation);
    total += 1;
    if (result === 'failed') failed += 1;
    if (!account || result !== 'would_apply') continue;
    const verb = changeOf(operation);
    account.changes[verb] = (account.changes[verb] ?? 0) + changedBy(operation);
    account.changing_calls += stepKinds(operation).length;
    costs.get(operation.account)?.note(operation.costs ?? []);
    if (opensGap(operation)) noteGap(account, operation.maxGapSeconds ?? 0);
    if (operation.program.some((each) => each.do === 'await')) {
      awaited.set(operation.account, (awaited.get(operation.account) ?? 0) + 1);
    }
    account.unchecked_rows += uncheckedRows;
  }
  for (const { name, limits, capabilities } of facts.accounts) {
    const account = accounts.get(name);
    if (!account) continue;
    account.reads += pollReads(awaited.get(name) ?? 0, account.reads, capabilities);
    Object.assign(account, costs.get(name)?.result());
    account.seconds = secondsFor(account.changing_calls + account.reads, limits);
  }
  const all = [...accounts.values()];
  const sum = (of: (account: PreviewAccount) => number): number =>
    all.reduce((counted, account) => counted + of(account), 0);
  const gaps = sum((account) => account.gaps);
  return {
    accounts: Object.fromEntries(accounts),
    changing_calls: sum((account) => account.changing_calls),
    reads: sum((account) => account.reads),
    seconds: Math.max(0, ...all.map(({ seconds }) => seconds)),
    gaps,
    windows_at_once: Math.min(facts.maxOpen, sum(atOnceOf)),
    ...gapTimes(all, facts.maxOpen),
    unchecked_rows: sum((account) => account.unchecked_rows),
    guards: [...facts.guards, ...facts.guardsOnTheWay(failed, total)],
  };
}

function noteGap(account: PreviewAccount, maxGapSeconds: number): void {
  account.gaps += 1;
  account.total_gap_seconds += maxGapSeconds;
  account.max_gap_seconds = Math.max(account.max_gap_seconds, maxGapSeconds);
}

/** How many gaps of an account are open at once at most: its first one is alone. */
function atOnceOf({ gaps }: PreviewAccount): number {
  return gaps < 2 ? gaps : gaps - 1;
}

/** The gap times of all accounts. The places for open gaps are shared; each account opens its first gap alone. */
function gapTimes(
  accounts: readonly PreviewAccount[],
  maxOpen: number,
): Pick<Preview, 'max_gap_seconds' | 'total_gap_seconds' | 'gaps_take_seconds'> {
  const max = Math.max(0, ...accounts.map((each) => each.max_gap_seconds));
  const total = accounts.reduce((sum, each) => sum + each.total_gap_seconds, 0);
  const takes = accounts.map(({ gaps, max_gap_seconds: longest, total_gap_seconds: sum }) =>
    gaps < 2 ? sum : longest + Math.max(longest, (sum - longest) / maxOpen),
  );
  return {
    max_gap_seconds: max,
    total_gap_seconds: total,
    gaps_take_seconds: Math.ceil(Math.max(total / maxOpen, 0, ...takes)),
  };
}

/** `3 numbers would have no emergency address while theirs is replaced, each for up to 30 min, ...`: the gaps of a plan, as a sentence. */
export function gapSentence(preview: Preview): string {
  const { gaps, max_gap_seconds: longest, gaps_take_seconds: takes, windows_at_once: atOnce } = preview;
  const who = `${many(gaps, 'number')} would have no emergency address while ${gaps === 1 ? 'it' : 'theirs'} is replaced`;
  const howMany =
    atOnce === 1
      ? 'one at a time'
      : `the first of each account alone, then at most ${atOnce} at the same time`;
  if (longest === 0) return gaps === 1 ? `${who}.` : `${who}, ${howMany}.`;
  const each = gaps === 1 ? '' : 'each ';
  const all = gaps === 1 ? '' : `, ${howMany}, up to ${durationText(takes)} in all`;
  return `${who}, ${each}for up to ${durationText(longest)}${all}.`;
}

/** Addresses that the run would create, and those that are not checked yet. */
async function countAddresses(
  journal: Journal,
  runId: string,
  account: string,
  capabilities: Capabilities,
): Promise<{ toCreate: number; unchecked: string[] }> {
  const isCreated =
    capabilities.addressModel === 'own-resource' && capabilities.addressCheck === 'by-creating';
  let toCreate = 0;
  const unchecked: string[] = [];
  for await (const address of journal.addresses(runId, account)) {
    if (address.state === 'open') unchecked.push(address.addressKey);
    const isUsable = address.state === 'open' || address.state === 'ready';
    if (isCreated && isUsable && address.isWanted && address.providerAddressId === '') toCreate += 1;
  }
  return { toCreate, unchecked };
}

/** Reads to follow so many numbers to their end: the list, which is read again, where it shows them; else one by one. */
function pollReads(awaited: number, stateReads: number, capabilities: Capabilities): number {
  return capabilities.listShowsEmergency ? Math.min(awaited, stateReads) : awaited;
}

/** Whole seconds that so many calls take: the first `burst` of them go at once. */
function secondsFor(calls: number, { requestsPerSecond, burst }: Limits): number {
  return Math.ceil(Math.max(0, calls - burst) / requestsPerSecond);
}

/** `{ assign: 3, replace: 1 }` -> `3 assign, 1 replace`. */
export function changesText(changes: Readonly<Record<string, number>>): string {
  const parts = Object.entries(changes).map(([verb, count]) => `${counted(count)} ${verb}`);
  return parts.length === 0 ? 'nothing' : parts.join(', ');
}
