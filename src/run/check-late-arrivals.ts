import { type OpenAccount, openAccount } from '../config/open-account.ts';
import { BRIEF_PAUSE_MS } from '../domain/pause.ts';
import { openJournal } from '../journal/open-journal.ts';
import type { StatePlace } from '../journal/state-place.ts';
import { arrivalText, checkEarlierDoubts, openDoubtText } from './calls/earlier-doubts.ts';
import type { RunHost } from './context/run-options.ts';

/** A call that an earlier run left in doubt. */
export interface LateCall {
  readonly sentence: string;
  /** The run to verify, since the call took effect; null when it still may. */
  readonly runId: string | null;
}

/**
 * For commands that carry out no run: checks the effect of every call that earlier runs left in doubt, at the accounts that
 * the config still has, and writes down what became of them. Changes nothing at a provider.
 * @returns each call that took effect late or still may
 */
export async function checkLateArrivals(
  state: StatePlace,
  host: Pick<RunHost, 'clock' | 'random' | 'config' | 'host' | 'pid' | 'watcher'>,
): Promise<LateCall[]> {
  const journal = await openJournal(state);
  const opened: OpenAccount[] = [];
  try {
    const found: LateCall[] = [];
    const names = new Set((await journal.callsInDoubtAt()).map(({ account }) => account));
    for (const name of names) {
      const entry = host.config.accounts.get(name);
      if (!entry) continue;
      const account = await openAccount(entry, {
        clock: host.clock,
        random: host.random,
        maxPauseMs: BRIEF_PAUSE_MS,
        onCall: (call) => host.watcher.called(call),
      });
      opened.push(account);
      const { provider } = account;
      const context = { journal, host, runId: '' };
      const seen = { name, provider, doubts: new Map(), stopped: null };
      for (const arrival of await checkEarlierDoubts(context, seen)) {
        found.push({ sentence: arrivalText(arrival), runId: arrival.runId });
      }
      for (const doubt of seen.doubts.values()) {
        if (!doubt.isReplaced) found.push({ sentence: openDoubtText(name, doubt), runId: null });
      }
    }
    return found;
  } finally {
    await Promise.all(opened.map((account) => account.close()));
    await journal.close();
  }
}
