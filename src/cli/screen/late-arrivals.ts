import type { Session } from '../session/session.ts';
import { fromJournal } from '../session/state-folder.ts';
import { stateOf } from '../session/state-place.ts';
import { nextHere } from './open-gaps.ts';
import { visibleSentence } from './visible.ts';

/**
 * Names on stderr each change of an earlier run whose answer was lost and that has taken effect since, or still may. Costs one
 * look into the journal when there is none: what opens accounts is loaded only for those that have one.
 */
export async function nameLateArrivals(session: Session): Promise<void> {
  const calls = await fromJournal(session, (journal) => journal.callsInDoubtAt(), []);
  if (calls.length === 0) return;
  const { checkInSession } = await import('../check-late-arrivals.ts');
  const found = await checkInSession(session, await stateOf(session));
  for (const { sentence } of found) session.terminal.alert(visibleSentence(sentence), 'plain');
  for (const runId of new Set(found.flatMap((call) => call.runId ?? []))) {
    const verify = nextHere(session, { command: 'verify', args: [runId], advice: '' });
    session.terminal.alert(`       To compare: ${verify}`, 'plain');
  }
}
