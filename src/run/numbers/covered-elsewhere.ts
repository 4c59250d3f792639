import { outcomeFields } from '../../errors/outcomes.ts';
import { ProviderError } from '../../errors/provider-error.ts';
import type { OperationRecord, RowOutcome } from '../../journal/records.ts';
import type { RunContext } from '../context/run-context.ts';

/**
 * Why a number of a migration keeps its address; null when its change may start. The counterpart is read now, for this number
 * alone: an answer, a plan, or an earlier verification proves nothing about this moment.
 */
export async function refuseUncovered(
  { counterpart, options, host, journal }: RunContext,
  { request: { phoneNumber } }: OperationRecord,
): Promise<RowOutcome | null> {
  if (!options.checksCounterpart || phoneNumber === '') return null;
  const now = await whyUncovered();
  if (now === null) return null;
  const account = options.counterpart ?? '';
  return {
    result: 'failed',
    stage: 'verify',
    detail: '',
    ...outcomeFields('notCoveredElsewhere', { phoneNumber, account, now }),
  };

  async function whyUncovered(): Promise<string | null> {
    if (counterpart === null) return 'the config does not have this account';
    const { provider } = counterpart;
    try {
      const number = await provider.findNumber(phoneNumber, { signal: host.stop, priority: 'read' });
      if (number === null) return 'the number is not in that account';
      const { state, status, switchedOn } = number.emergency;
      if (state !== 'covered') return `it says ${status || state}`;
      if (switchedOn !== false) return null;
      // Some accounts ignore the switch, and coverage follows the address alone.
      const isIgnored = await journal.isObserved(provider.accountKey, 'emergency-status-ignored');
      return isIgnored ? null : 'emergency calling is off';
    } catch (caught) {
      if (!(caught instanceof ProviderError)) throw caught;
      return `it cannot be read: ${caught.message}`;
    }
  }
}
