import { failureFields } from '../../errors/failure-fields.ts';
import { outcomeFields } from '../../errors/outcomes.ts';
import { ProviderError } from '../../errors/provider-error.ts';
import type { OperationRecord, RowOutcome } from '../../journal/records.ts';
import type { NumberState } from '../../providers/contract.ts';
import { lookInGap } from '../calls/look-in-gap.ts';
import { settleMsOf } from '../calls/settle-time.ts';
import { asProviderError, type RunAccount, type RunContext } from '../context/run-context.ts';
import { refusalPatienceMs } from '../context/wait-time.ts';
import { endOperation, isUncovered } from '../outcomes/end-operation.ts';
import { advance } from './advance.ts';
import { formerAddressProgram } from './former-address.ts';
import { judgePoll } from './judge-poll.ts';
import { passWait, pollAgain } from './wait.ts';

const REFUSED_RETRY_MS = 5_000;
const REFUSED_RETRY_CAP_MS = 30_000;
/** The first retry comes quickly: many refusals pass within a second, and each second counts. */
const REFUSED_FIRST_MS = 500;

/** So many refusals of the credentials in a row end the account: a single one may be a token that the carrier does not know yet. */
const MOST_CREDENTIAL_REFUSALS = 3;

/**
 * Runs one address change from its first call until the number is covered again, without a pause in between: a stop only
 * keeps it from starting, and if the new address is refused, the change is rolled back to the old one.
 */
export async function runGap(
  context: RunContext,
  account: RunAccount,
  start: OperationRecord,
  onDoubt?: () => void,
): Promise<OperationRecord> {
  // A stop must not cut an open gap short, so the calls inside it get a signal of their own.
  const { signal } = new AbortController();
  let operation = start;
  let refusals = 0;
  const startedMs = context.host.clock.monotonicMs();
  for (;;) {
    if (operation.phase === 'waiting') operation = await waitInGap(context, account, operation, signal);
    if (operation.phase === 'ended') return operation;
    const priority = isUncovered(operation) ? 'finish' : 'start';
    const moved = await advance(context, account, operation, { priority, signal, onDoubt });
    operation = moved.operation;
    if (!moved.refusedInGap) {
      if (operation.phase === 'ended') return operation;
      continue;
    }
    const patienceMs = patienceWith(moved.refusedInGap, context, account, start);
    if (context.host.clock.monotonicMs() - startedMs >= patienceMs) {
      if (operation.putBackBecause) return endOperation(context, operation, lostOutcome(moved.refusedInGap));
      return putBack(context, account, operation, moved.refusedInGap);
    }
    const waitMs = Math.min(
      REFUSED_RETRY_CAP_MS,
      refusals === 0 ? REFUSED_FIRST_MS : REFUSED_RETRY_MS * refusals,
    );
    refusals++;
    context.host.watcher.waiting(
      `${account.name}: ${operation.request.phoneNumber} has NO emergency address right now; the new one was rejected, retrying in ${Math.ceil(waitMs / 1000)} s`,
      { account: account.name, forMs: waitMs },
    );
    await context.host.clock.sleep(waitMs);
  }
}

/** Statuses that say that something is not there, or not allowed: a carrier whose reads lag may say so of what was just made. */
const ABOUT_OBJECTS: ReadonlySet<number> = new Set([403, 404]);

/** How long a refusal of the new address is answered with the same call: it may be the removal of the old one, or may not be. */
function patienceWith(
  { kind, status, isLasting }: ProviderError,
  context: RunContext,
  { provider }: RunAccount,
  start: OperationRecord,
): number {
  // What the program itself refuses to send, or the carrier for what it names, does not change by waiting.
  if (kind === 'refused' && (status === undefined || isLasting)) return 0;
  const patienceMs = refusalPatienceMs(context, start);
  const isAboutObjects = kind === 'refused' && ABOUT_OBJECTS.has(status ?? 0);
  return isAboutObjects ? Math.min(patienceMs, settleMsOf(context.options, provider)) : patienceMs;
}

async function waitInGap(
  context: RunContext,
  account: RunAccount,
  start: OperationRecord,
  signal: AbortSignal,
): Promise<OperationRecord> {
  let operation = start;
  let credentialRefusals = 0;
  while (operation.phase === 'waiting') {
    let state: NumberState | null;
    try {
      state = await lookInGap(context, account, operation, { signal, priority: 'finish' });
    } catch (caught) {
      const error = asProviderError(caught);
      // Waiting does not bring credentials back, and a pause is over too late: the number is named at once, and resume closes its gap.
      if (error.kind === 'paused') throw error;
      credentialRefusals = error.kind === 'credentials' ? credentialRefusals + 1 : 0;
      if (credentialRefusals >= MOST_CREDENTIAL_REFUSALS) throw error;
      operation = await pollAgain(context, account, operation, error.message);
      continue;
    }
    credentialRefusals = 0;
    const answer = await judgePoll(context, account, operation, state);
    if (answer.kind === 'reached') return passWait(context, operation);
    if (answer.kind === 'not-yet') {
      operation = await pollAgain(context, account, operation, state?.emergency.status ?? 'missing');
      continue;
    }
    const error = new ProviderError(answer.message, {
      kind: 'refused',
      provider: account.provider.provider,
      operation: 'await',
      providerMessage: state?.emergency.status,
      hint: 'Check the address with the provider.',
    });
    if (!isUncovered(operation)) {
      return endOperation(context, operation, {
        result: 'failed',
        stage: 'verify',
        detail: '',
        ...failureFields(error),
      });
    }
    if (operation.putBackBecause) return endOperation(context, operation, lostOutcome(error));
    return putBack(context, account, operation, error);
  }
  return operation;
}

/** The new address is refused: the former one is associated again, and the row says both. */
async function putBack(
  context: RunContext,
  account: RunAccount,
  operation: OperationRecord,
  error: ProviderError,
): Promise<OperationRecord> {
  const program = formerAddressProgram(operation);
  if (program === null) return endOperation(context, operation, lostOutcome(error));
  const because: RowOutcome = {
    result: 'failed',
    stage: 'assign',
    detail: 'rolled back to the former address',
    ...failureFields(error),
    hint: `The number is covered by its former address again. ${error.hint}`.trim(),
  };
  const back: OperationRecord = {
    ...operation,
    program,
    next: 0,
    phase: 'active',
    waitUntilMs: null,
    putBackBecause: because,
  };
  await context.journal.saveOperation(context.runId, back);
  return runGap(context, account, back);
}

function lostOutcome(error: ProviderError): RowOutcome {
  return {
    result: 'failed',
    stage: 'assign',
    detail: 'the number has NO emergency address',
    ...failureFields(error),
    ...outcomeFields('numberUncovered', { message: error.message, hint: error.hint }),
  };
}
