import { commandError } from '../../errors/command-errors.ts';
import type { OperationRecord } from '../../journal/records.ts';
import type { NumberState, Step } from '../../providers/contract.ts';
import { asProviderError, type RunAccount, type RunContext } from '../context/run-context.ts';
import { waitMsOf } from '../context/wait-time.ts';
import { isUnsent } from '../outcomes/end-operation.ts';
import { formerAddressProgram } from './former-address.ts';
import { resolveStep } from './resolve-step.ts';

const PAUSE_MS = 1_000;
const PAUSE_CAP_MS = 10_000;
/** Calls that end a gap, and that come to the same when they are sent twice. */
const CLOSING: ReadonlySet<Step['kind']> = new Set(['associate', 'switch-emergency']);

/**
 * Covers the number of an open gap after the journal has failed: it reads the number and sends the association that is still
 * missing, and the former address when that one is refused. Nothing is recorded: `resume` reads the number again.
 * @returns whether the number was seen covered; false too where a second association would not be the same as one, and where
 * another process may have the account by now.
 */
export async function closeWithoutJournal(
  context: RunContext,
  account: RunAccount,
  operation: OperationRecord,
): Promise<boolean> {
  const { clock } = context.host;
  const isOurs = (): boolean => context.journal.locks.isHeld(account.provider.accountKey);
  const deadlineMs = clock.monotonicMs() + waitMsOf(context, account, operation);
  if (account.provider.capabilities.tag?.names === 'order') return isCovered(context, account, operation);
  let steps = await missingSteps(context, operation);
  for (let pauseMs = PAUSE_MS; ; pauseMs = Math.min(PAUSE_CAP_MS, pauseMs * 2)) {
    if (await isCovered(context, account, operation)) return true;
    if (!isOurs()) return false;
    const end = await send(account, steps, isOurs);
    if (end === 'sent') steps = [];
    if (end === 'refused') {
      const back = formerAddressProgram(operation);
      if (back === null || steps.length === 0 || operation.putBackBecause) return false;
      steps = back.flatMap((each) => (each.do === 'step' ? [each.step] : []));
    }
    if (clock.monotonicMs() >= deadlineMs) return false;
    await clock.sleep(pauseMs);
  }
}

/** What the operation has still to send so that its number is covered. */
async function missingSteps(context: RunContext, operation: OperationRecord): Promise<Step[]> {
  const steps: Step[] = [];
  for (const instruction of operation.program.slice(operation.next)) {
    if (instruction.do === 'step' && CLOSING.has(instruction.step.kind)) {
      steps.push(await resolveStep(context, operation, instruction));
    }
  }
  return steps;
}

/** `again` when an answer was lost or the call did not leave: an association may be sent again. */
async function send(
  account: RunAccount,
  steps: readonly Step[],
  isOurs: () => boolean,
): Promise<'sent' | 'refused' | 'again'> {
  const call = {
    signal: new AbortController().signal,
    priority: 'finish' as const,
    // The one place where a change leaves without an intent in the journal: what is sent here may be sent twice.
    beforeSend: async () => {
      if (!isOurs()) throw commandError('leaseLost', { accountKey: account.provider.accountKey });
    },
  };
  try {
    for (const step of steps) await account.provider.execute(step, call);
    return 'sent';
  } catch (caught) {
    const error = asProviderError(caught);
    return error.kind === 'unknown' || isUnsent(error) ? 'again' : 'refused';
  }
}

async function isCovered(
  context: RunContext,
  account: RunAccount,
  { request, handle, following }: OperationRecord,
): Promise<boolean> {
  const call = { signal: new AbortController().signal, priority: 'finish' as const };
  let state: NumberState | null = null;
  try {
    state = await account.provider.findNumber(request.phoneNumber, call, { handle, following });
  } catch (caught) {
    context.host.watcher.waiting(`${account.name}: ${asProviderError(caught).message}`, {
      account: account.name,
    });
  }
  return state?.emergency.state === 'covered';
}
