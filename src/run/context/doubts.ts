import type { CallOwner, CallRecord } from '../../journal/records.ts';
import { ownerColumns } from '../../journal/subject.ts';
import type { Capabilities, Step } from '../../providers/contract.ts';

/** A changing call whose answer was lost and whose effect was not seen: it may still take effect until `untilMs`. */
export interface Doubt extends Pick<CallRecord, 'callId' | 'runId' | 'owner' | 'step'> {
  /** Monotonic milliseconds of this process. */
  readonly untilMs: number;
  /** Its owner sent the same change again since, so no row waits for this call. */
  readonly isReplaced: boolean;
}

/** The calls in doubt of one account by their ids: those of this run, and those of earlier runs that are not over. */
export type Doubts = Map<number, Doubt>;

/** The call in doubt that an owner of a run waits for; null when it waits for none. */
export function doubtOf(doubts: Doubts, runId: string, owner: CallOwner): Doubt | null {
  const wanted = ownerColumns(owner).join('|');
  for (const doubt of doubts.values()) {
    if (doubt.isReplaced || doubt.runId !== runId) continue;
    if (ownerColumns(doubt.owner).join('|') === wanted) return doubt;
  }
  return null;
}

/**
 * Whether `late`, taking effect after `next`, would change what `next` left: both are about one number or one address, and
 * do not leave the same.
 */
export function couldOverturn(late: Step, next: Step, capabilities: Capabilities): boolean {
  if (targetOf(late) !== targetOf(next)) return false;
  const isSwitch = (step: Step): boolean => step.kind === 'switch-emergency';
  // A switch that has a call of its own changes nothing of the address, and the other way round.
  if (capabilities.emergencySwitch === 'own-call' && isSwitch(late) !== isSwitch(next)) return false;
  return !(isRepeatable(next, capabilities) && leavesTheSame(late, next));
}

/** Whether a change may be sent again before it is certain that the first one takes no effect. */
export function isRepeatable({ kind }: Step, { lateEffects }: Capabilities): boolean {
  return lateEffects.repeatable.includes(kind);
}

/** What a step changes, as a text: one number, one address, or one recipient. */
function targetOf(step: Step): string {
  switch (step.kind) {
    case 'create-address':
      // Without a tag nothing names the address that is made; no other step can be about it.
      return `address to make:${step.tag}`;
    case 'update-address':
    case 'delete-address':
      return `address:${step.addressId}`;
    case 'add-recipient':
      return `recipient:${step.recipient.email}|${step.recipient.phone}`;
    default:
      return `number:${step.phoneNumber}`;
  }
}

/** The same for people. */
export function targetName(step: Step): string {
  if ('phoneNumber' in step) return step.phoneNumber;
  if ('addressId' in step) return `address ${step.addressId}`;
  return step.kind === 'create-address' ? `address ${step.address.street}` : step.recipient.email;
}

/** Whether two steps leave the same. A handle that became known in between changes nothing of that. */
export function leavesTheSame(one: Step, other: Step): boolean {
  const text = (step: Step): string =>
    JSON.stringify({ ...step, ...('handle' in step ? { handle: '' } : {}) });
  return text(one) === text(other);
}
