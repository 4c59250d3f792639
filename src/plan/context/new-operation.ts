import type { Request } from '../../domain/request/request.ts';
import type { OperationRecord, Subject } from '../../journal/records.ts';

/** An operation that nothing is known of but its request. */
export function newOperation(
  { operationId, position }: Pick<OperationRecord, 'operationId' | 'position'>,
  request: Request,
  subject: Subject,
): OperationRecord {
  return {
    operationId,
    position,
    account: request.account,
    subject,
    request,
    problems: [],
    program: [],
    next: 0,
    phase: 'ready',
    before: null,
    beforeAddress: null,
    addressKey: '',
    gapOpenedAt: null,
    gapClosedAt: null,
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
