import type { CallRecord } from '../../journal/records.ts';
import { forEachBounded } from '../../plan/context/bounded.ts';
import { type Doubt, targetName } from '../context/doubts.ts';
import type { RunAccount, RunContext } from '../context/run-context.ts';
import { livingHolder } from '../context/run-stage.ts';
import { storedOptions } from '../context/stored-options.ts';
import { type Checking, checkEffect, conclude, type Following, settleDoubt } from './settle-doubt.ts';
import { earlierSettledAtMs, settleMsOf } from './settle-time.ts';

/** What a check of the calls of earlier runs works with; the run ID is empty where no run is carried out. */
export interface CheckingEarlier extends Checking {
  readonly runId: string;
  readonly host: Checking['host'] & Pick<RunContext['host'], 'host' | 'pid'>;
}

/** A call of an earlier run whose effect was seen only now. */
export interface LateArrival extends Pick<CallRecord, 'account' | 'runId'> {
  /** The number or address, for people. */
  readonly target: string;
}

/**
 * Checks the effect of the calls that earlier runs left in doubt at an account, and writes down what became of them. What may
 * still take effect is among the doubts of the account from then on. Costs one look into the journal when there are none.
 * @returns the calls that took effect after their run had given them up
 */
export async function checkEarlierDoubts(
  context: CheckingEarlier,
  account: RunAccount,
): Promise<LateArrival[]> {
  const { journal, runId } = context;
  const arrived: LateArrival[] = [];
  const calls: CallRecord[] = [];
  for (const call of await journal.callsInDoubtAt(account.provider.accountKey)) {
    if (call.runId !== runId && !(await isGoingOn(context, call))) calls.push(call);
  }
  await forEachBounded(calls, account.provider.capabilities.limits.concurrency, async (call) => {
    const doubt = await doubtOfEarlier(context, account, call);
    const isOver = context.host.clock.monotonicMs() >= doubt.untilMs;
    const seen = doubt.isReplaced
      ? ({ found: 'absent' } as const)
      : await checkEffect(account, doubt.step, 'read');
    if (seen.found === 'done') {
      arrived.push({ account: call.account, runId: call.runId, target: targetName(call.step) });
    }
    if (seen.found === 'done' || isOver) await conclude(context, account, doubt, seen);
    else account.doubts.set(doubt.callId, doubt);
  });
  return arrived;
}

/**
 * Waits until calls of earlier runs that concern this run can no longer take effect: what it reads before that may change
 * behind its back. Others are left in doubt.
 */
async function awaitEarlierDoubts(
  context: CheckingEarlier,
  account: RunAccount,
  following: Following,
): Promise<void> {
  const concerning: Doubt[] = [];
  for (const doubt of account.doubts.values()) {
    if (doubt.runId !== context.runId && !doubt.isReplaced && (await concerns(context, account, doubt))) {
      concerning.push(doubt);
    }
  }
  await Promise.all(concerning.map((doubt) => settleDoubt(context, account, doubt, following)));
}

/**
 * What every command with accounts does before it reads their state: says which calls of earlier runs took effect late, and
 * waits for those that still may. A preview changes nothing and only says so.
 */
export async function settleEarlierRuns(context: RunContext, accounts: Iterable<RunAccount>): Promise<void> {
  const { host, options } = context;
  const isPreview = options.command === 'plan' || options.command === 'validate';
  await Promise.all(
    [...accounts].map(async (account) => {
      if (account.stopped) return;
      const arrived = await checkEarlierDoubts(context, account);
      for (const arrival of arrived) host.watcher.warn(arrivalText(arrival));
      if (!isPreview) return awaitEarlierDoubts(context, account, { priority: 'read', signal: host.stop });
      for (const doubt of account.doubts.values()) {
        if (!doubt.isReplaced) host.watcher.warn(openDoubtText(account.name, doubt));
      }
    }),
  );
}

/** A change that took effect behind its run's back, as a sentence. */
export function arrivalText({ account, runId, target }: LateArrival): string {
  return `${account}: a change of run ${runId} whose answer was lost has taken effect (${target}).`;
}

/** A change that may still take effect, as a sentence. */
export function openDoubtText(account: string, { runId, step }: Pick<Doubt, 'runId' | 'step'>): string {
  return `${account}: a change of run ${runId} whose answer was lost may still take effect (${targetName(step)}).`;
}

/** Whether the run has an operation about what a call in doubt changes. Any address may be reused or made again. */
async function concerns(
  { journal, runId }: CheckingEarlier,
  account: RunAccount,
  { step }: Doubt,
): Promise<boolean> {
  if (!('phoneNumber' in step)) return true;
  const subject = { kind: 'number', phoneNumber: step.phoneNumber } as const;
  return (await journal.findOperation(runId, account.name, subject)) !== null;
}

/** A run that another process carries out now settles its own calls. */
async function isGoingOn({ journal, host }: CheckingEarlier, call: CallRecord): Promise<boolean> {
  const run = await journal.run(call.runId);
  return run?.finishedAt === null && (await livingHolder(journal, call.runId, host)) !== null;
}

async function doubtOfEarlier(
  context: CheckingEarlier,
  account: RunAccount,
  call: CallRecord,
): Promise<Doubt> {
  const { journal } = context;
  const run = await journal.run(call.runId);
  // Its own --settle counts. The options of an export hold none.
  const isChange = run !== null && run.command !== 'export';
  const settleMs = settleMsOf(isChange ? storedOptions(run) : { settleMs: undefined }, account.provider);
  const isLast = (await journal.callsOf(call.runId, call.account, call.owner)).at(-1)?.callId === call.callId;
  return { ...call, untilMs: earlierSettledAtMs(context, settleMs, call), isReplaced: !isLast };
}
