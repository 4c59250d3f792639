import type { AccountEntry } from '../config/config.ts';
import { expandSubaccounts } from '../config/expand-subaccounts.ts';
import { type OpenAccount, openAccount } from '../config/open-account.ts';
import { addressKey } from '../domain/address/place-key.ts';
import type { CallEvent } from '../domain/call-event.ts';
import { isOwnTag } from '../domain/request/tag.ts';
import { AppError, GuardError } from '../errors/app-error.ts';
import type { AccountLock } from '../journal/account-locks.ts';
import type { Journal } from '../journal/journal.ts';
import type { OpenGap } from '../journal/records.ts';
import { folderPlace } from '../journal/state-place.ts';
import type { StoredAddress } from '../providers/contract.ts';
import { lockAccounts } from '../run/context/lock-accounts.ts';
import type { RecoverHost, Unknown } from './recover-report.ts';

/** What the accounts show. */
export interface CarriersRead {
  readonly ownAddresses: number;
  readonly closedGaps: readonly OpenGap[];
  readonly openGaps: readonly OpenGap[];
  readonly unknown: readonly Unknown[];
}

/** The recovery that reads. */
interface Reading {
  readonly journal: Journal;
  readonly recoverId: string;
  readonly stateDir: string;
  readonly host: RecoverHost;
}

/**
 * Reads the accounts one after the other: which addresses carry the program's tag, so that it may delete them again, and
 * whether the numbers of open gaps are covered. Changes nothing there.
 * @throws GuardError ACCOUNT_LOCKED while a run works on an account.
 */
export async function readCarriers(reading: Reading, gaps: readonly OpenGap[]): Promise<CarriersRead> {
  const { accounts } = reading.host.config;
  const unknown: Unknown[] = [];
  const covered = new Set<OpenGap>();
  let ownAddresses = 0;
  for (const name of new Set(gaps.map(({ account }) => account).filter((each) => !accounts.has(each)))) {
    unknown.push({
      subject: name,
      sentence: 'The account is not in the config, so its numbers were not read.',
    });
  }
  for (const [name, entry] of await entriesToRead(reading, gaps, unknown)) {
    const ofAccount = gaps.filter(({ account }) => account === name);
    try {
      ownAddresses += await readAccount(reading, entry, ofAccount, covered);
    } catch (error) {
      if (!(error instanceof AppError) || error instanceof GuardError) throw error;
      unknown.push({ subject: name, sentence: `The account was not read to its end: ${error.message}` });
    }
  }
  return {
    ownAddresses,
    closedGaps: gaps.filter((gap) => covered.has(gap)),
    openGaps: gaps.filter((gap) => !covered.has(gap)),
    unknown,
  };
}

/** The accounts of the config, their subaccounts, and every other subaccount that has a gap. */
async function entriesToRead(
  { host }: Reading,
  gaps: readonly OpenGap[],
  unknown: Unknown[],
): Promise<ReadonlyMap<string, AccountEntry>> {
  const { accounts } = host.config;
  const entries = new Map<string, AccountEntry>();
  const heard = { ...host, onCall: (call: CallEvent) => host.watcher.called(call) };
  for (const [name, entry] of accounts) {
    entries.set(name, entry);
    try {
      const expanded = await expandSubaccounts(host.config, entry, heard);
      for (const each of expanded.entries) entries.set(each.name, each);
      for (const sentence of expanded.leftOut) unknown.push({ subject: name, sentence });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      unknown.push({ subject: name, sentence: `Its subaccounts were not read: ${error.message}` });
    }
  }
  for (const { account } of gaps) {
    const entry = accounts.get(account);
    if (entry !== undefined) entries.set(account, entry);
  }
  return entries;
}

/** Adds the gaps whose numbers are covered to `covered`; returns how many addresses carry the program's tag. */
async function readAccount(
  { journal, recoverId, stateDir, host }: Reading,
  entry: AccountEntry,
  gaps: readonly OpenGap[],
  covered: Set<OpenGap>,
): Promise<number> {
  const account = await openAccount(entry, {
    clock: host.clock,
    random: host.random,
    onCall: (call) => host.watcher.called(call),
  });
  const locks: AccountLock[] = [];
  try {
    await lockAccounts(
      [account.provider.accountKey],
      lockingOf({ journal, recoverId, stateDir, host }),
      locks,
    );
    for (const gap of gaps) {
      const call = { signal: host.stop, priority: 'read' as const };
      const state = await account.provider.findNumber(gap.phoneNumber, call);
      if (state?.emergency.state === 'covered') covered.add(gap);
    }
    return await noteOwnAddresses({ journal, recoverId, host }, account);
  } finally {
    for (const lock of locks) await lock.release();
    await account.close();
  }
}

function lockingOf({ journal, recoverId, stateDir, host }: Reading): Parameters<typeof lockAccounts>[1] {
  const { waitForLockMs: waitMs, stop } = host;
  const note = (text: string): void => host.watcher.note(text);
  return { journal, runId: recoverId, state: folderPlace(stateDir), host, waitMs, stop, note };
}

/** A tagged address was made by the program: the journal holds its creation as a call whose effect was found. */
async function noteOwnAddresses(
  { journal, recoverId, host }: Omit<Reading, 'stateDir'>,
  { name, provider }: OpenAccount,
): Promise<number> {
  const { tag, callerNameIn } = provider.capabilities;
  if (tag === null || tag.names === 'order') return 0;
  let count = 0;
  for await (const page of provider.listAddresses({ signal: host.stop, priority: 'read' })) {
    const own = page.items.filter((stored) => isOwnTag(stored.tag));
    count += own.length;
    await Promise.all(
      own.map(async (stored) => {
        const at = new Date(host.clock.wallMs()).toISOString();
        const key = addressKey(stored.address, stored.callerName ?? '', callerNameIn);
        const callId = await journal.intend({
          runId: recoverId,
          account: name,
          accountKey: provider.accountKey,
          owner: { kind: 'address', addressKey: key },
          step: creationOf(stored),
          attempt: 1,
          sentAt: at,
        });
        const result = { id: stored.id, stored, requestId: '' };
        await journal.conclude(callId, { state: 'adopted', result, finishedAt: at });
      }),
    );
  }
  return count;
}

const creationOf = ({ address, callerName, label, tag }: StoredAddress) =>
  ({
    kind: 'create-address',
    address,
    callerName: callerName ?? '',
    label,
    tag,
    // The one field that a stored address does not show; nothing reads it from a call of the past.
    addressKind: 'business',
  }) as const;
