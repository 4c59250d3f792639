import { addressKey } from '../../domain/address/place-key.ts';
import { stopsAccount } from '../../errors/provider-error.ts';
import type { AddressRecord } from '../../journal/records.ts';
import { asProviderError, type RunAccount, type RunContext } from '../context/run-context.ts';
import { addressFailure, inReview, refusedBy } from '../outcomes/address-outcomes.ts';
import { askWithAnyNumber, type OwnNumbers } from './ask-with-any-number.ts';
import { accepts, corrected, save } from './made-address.ts';

/** Asks the provider about an address, where it is checked without writing. @throws ProviderError that stops the account. */
export async function askAddress(
  context: RunContext,
  account: RunAccount,
  record: AddressRecord,
  ownNumbers: OwnNumbers,
): Promise<void> {
  const { provider } = account;
  const call = { signal: context.host.stop, priority: 'read' as const };
  try {
    const verdict = await askWithAnyNumber(context, account, record, { call, ownNumbers });
    if (verdict === null) return;
    if (verdict.kind === 'exact' || verdict.kind === 'unverified') {
      return save(context, { ...record, state: 'ready', verdict });
    }
    if (verdict.kind === 'none') return save(context, refusedBy(record, verdict));
    if (!accepts(context, record.content, verdict)) return save(context, inReview(record, verdict));
    const content = corrected(account, record.content, verdict);
    const { accountKey, capabilities } = provider;
    const key = addressKey(content.address, content.callerName, capabilities.callerNameIn);
    await context.journal.saveCorrection(accountKey, record.addressKey, key);
    await save(context, { ...record, state: 'ready', verdict, content });
  } catch (caught) {
    const error = asProviderError(caught);
    if (stopsAccount(error)) throw error;
    if (context.host.stop.aborted) return;
    await save(context, { ...record, state: 'refused', outcome: addressFailure(error) });
  }
}
