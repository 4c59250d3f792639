import { type OpenAccount, openAccount } from '../config/open-account.ts';
import type { AskCarrier } from '../review/check-edit.ts';
import type { RunHost } from '../run/context/run-options.ts';

/** Asks the carriers of a config about addresses, without writing. Accounts are opened when they are asked first; `close` closes them. */
export function askCarriers(host: Pick<RunHost, 'config' | 'clock' | 'random' | 'stop'>): {
  readonly ask: AskCarrier;
  close(): Promise<void>;
} {
  const opened = new Map<string, Promise<OpenAccount>>();
  return {
    ask: async (account, content, phoneNumber) => {
      const entry = host.config.accounts.get(account);
      // A subaccount is of a carrier that checks only by creating.
      if (entry?.definition.capabilities.addressCheck !== 'without-writing') return null;
      const open = opened.get(account) ?? openAccount(entry, host);
      opened.set(account, open);
      const { provider } = await open;
      const call = { signal: host.stop, priority: 'read' } as const;
      return (await provider.checkAddress?.(content, phoneNumber, call)) ?? null;
    },
    close: async () => {
      const ended = await Promise.allSettled(opened.values());
      await Promise.all(ended.map((each) => (each.status === 'fulfilled' ? each.value.close() : undefined)));
    },
  };
}
