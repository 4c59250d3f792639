import type { Wish } from '../domain/wish.ts';
import type { OperationRecord } from '../journal/records.ts';

/** An operation that nothing is known of but its wish. */
export function newOperation(operationId: string, wish: Wish, subject: string): OperationRecord {
  return {
    operationId,
    account: wish.account,
    subject,
    wish,
    program: [],
    next: 0,
    phase: 'ready',
    before: null,
    beforeAddress: null,
    addressKey: '',
    windowOpenedAt: null,
    windowClosedAt: null,
    outcome: null,
    following: '',
    handle: '',
    waitUntilMs: null,
    polls: 0,
    writes: 0,
    attempts: 0,
    requestId: '',
    putBackBecause: null,
  };
}
