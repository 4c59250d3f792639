import { ownTagOf } from '../../domain/request/tag.ts';
import type { CallRecord } from '../../journal/records.ts';
import { allAddresses } from '../../plan/lists/whole-list.ts';
import type { Step, StoredAddress } from '../../providers/contract.ts';
import { notInUse } from '../addresses/prune.ts';
import { performCall } from '../calls/perform-call.ts';
import { asProviderError, type RunAccount, type RunContext } from '../context/run-context.ts';

type Creation = CallRecord & { readonly step: Extract<Step, { kind: 'create-address' }> };

/**
 * Deletes the addresses that lost creations of this run left beside the ones that it uses: they carry the tag of such a call,
 * were not there when the state was read, and no number uses them. Returns how many were deleted.
 */
export async function sweepAddresses(context: RunContext, account: RunAccount): Promise<number> {
  const { journal, runId, host } = context;
  const calls = await journal.callsOnceInDoubt(runId, account.name);
  const lost = calls.filter(isCreation);
  if (lost.length === 0 || account.stopped) return 0;
  const warn = (text: string): void => host.watcher.warn(`${account.name}: ${text}`);
  const tags = new Set(lost.map(({ step }) => tagOf(step.tag)).filter(Boolean));
  const used = await usedIds(context, account);
  const call = { signal: new AbortController().signal, priority: 'finish' as const };
  try {
    const doubled: StoredAddress[] = [];
    for await (const page of allAddresses(journal, account, call)) {
      for (const stored of page.items) {
        if (!tags.has(tagOf(stored.tag)) || used.has(stored.id)) continue;
        const before = await journal.storedAddressById(runId, account.name, stored.id);
        if (before === null) doubled.push(stored);
      }
    }
    if (doubled.length === 0) return 0;
    const unused = await notInUse(
      context,
      account,
      doubled.map(({ id }) => id),
    );
    let deleted = 0;
    for (const addressId of unused) {
      const owner = { kind: 'prune', addressId } as const;
      const step = { kind: 'delete-address', addressId } as const;
      const end = await performCall(context, account, { owner, step, ...call });
      if (end.kind === 'done') deleted++;
      else warn(`the duplicate address ${addressId} was not deleted: ${end.error.message}`);
    }
    return deleted;
  } catch (caught) {
    warn(
      `the addresses could not be read at the end of the run, so a duplicate may be left: ${asProviderError(caught).message}`,
    );
    return 0;
  }
}

function isCreation(call: CallRecord): call is Creation {
  return call.step.kind === 'create-address';
}

/** What of a tag field names the creation: our own tag, or the ID that a row gave. */
function tagOf(text: string): string {
  return ownTagOf(text) || text;
}

/** The addresses that this run knows as its own choice. */
async function usedIds({ journal, runId }: RunContext, { name }: RunAccount): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  for await (const { providerAddressId } of journal.addresses(runId, name)) ids.add(providerAddressId);
  return ids;
}
