import { ProviderError } from '../errors/provider-error.ts';
import type { Call, Transport } from '../http/transport.ts';
import type { Subaccount } from '../providers/contract.ts';
import type { AccountEntry } from './config.ts';

/** What the provider said for as long as the config is in use: ids and states, no secret. */
const lists = new WeakMap<AccountEntry, Promise<readonly Subaccount[]>>();

/**
 * The subaccounts of an account, read once and at the first need. A complete answer that refuses the list is kept as well:
 * asking again with the same credentials leads to a lock-out.
 * @throws ProviderError, IncompleteListError
 */
export function readSubaccounts(
  of: AccountEntry,
  transport: Transport,
  call: Call,
): Promise<readonly Subaccount[]> {
  const known = lists.get(of);
  if (known !== undefined) return known;
  const reading = listOf(of, transport, call);
  lists.set(of, reading);
  reading.catch((error: unknown) => {
    const isFinal = error instanceof ProviderError && ['credentials', 'refused'].includes(error.kind);
    if (!isFinal) lists.delete(of);
  });
  return reading;
}

async function listOf(of: AccountEntry, transport: Transport, call: Call): Promise<readonly Subaccount[]> {
  const { settings } = await of.access();
  const reading: Call = { signal: call.signal, priority: call.priority };
  return (await of.definition.subaccounts?.list(settings, transport, reading)) ?? [];
}

/**
 * The transport of a subaccount: before its first read, the list says whether the provider has this subaccount and lets it
 * be used. A change waits for no list: it follows reads, and may be what closes a coverage gap.
 */
export function withSubaccountCheck(entry: AccountEntry, transport: Transport): Transport {
  const { subaccount } = entry;
  if (subaccount === undefined) return transport;
  return {
    async send(request, call) {
      if (!request.effect) {
        const listed = await readSubaccounts(subaccount.of, transport, call);
        requireActive(entry, listed);
      }
      return await transport.send(request, call);
    },
  };
}

function requireActive({ name, subaccount, definition }: AccountEntry, listed: readonly Subaccount[]): void {
  if (subaccount === undefined) return;
  const { title } = definition.capabilities;
  const found = listed.find(({ id }) => id === subaccount.id);
  if (found?.isActive === true) return;
  const facts = { kind: 'credentials', provider: definition.provider, operation: 'list-accounts' } as const;
  if (found === undefined) {
    throw new ProviderError(
      `${name}: ${title} lists no subaccount ${subaccount.id} of ${subaccount.of.name}.`,
      { ...facts, hint: 'To list the subaccounts, type: e911 accounts check' },
    );
  }
  throw new ProviderError(`${name}: ${title} says that this subaccount is ${found.status}.`, {
    ...facts,
    hint: `Reactivate the subaccount at ${title}, or remove its rows from the sheet.`,
  });
}
