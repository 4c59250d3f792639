import type { Request } from '../../domain/request/request.ts';
import { isEndUserId, type SubjectKey } from '../../domain/request/subject-key.ts';
import type { OperationRecord } from '../../journal/records.ts';
import type { NumberState } from '../../providers/contract.ts';
import { failed } from '../context/present.ts';

/** The end users that the rows of an account name, and which of them other numbers have. */
export interface NamedEndUsers {
  readonly isEmpty: boolean;
  /** To be called with each request of the account, before the list is read. */
  want(request: Request): void;
  /** To be called with each listed number. */
  note(state: NumberState): void;
  /** The operation as failed when its end user is another number's: a second endpoint would be made for it. */
  refuse(operation: OperationRecord): OperationRecord | null;
}

export function namedEndUsers(): NamedEndUsers {
  const wanted = new Set<string>();
  const holders = new Map<string, SubjectKey>();
  return {
    get isEmpty() {
      return wanted.size === 0;
    },
    want: (request) => {
      const endUserId = endUserOf(request);
      if (endUserId !== '') wanted.add(endUserId);
    },
    note: ({ phoneNumber, facts }) => {
      const endUserId = facts['endpoint_user_id'] ?? '';
      if (wanted.has(endUserId)) holders.set(endUserId, phoneNumber);
    },
    refuse: (operation) => {
      const endUserId = endUserOf(operation.request);
      const holder = holders.get(endUserId);
      if (holder === undefined || holder === operation.request.phoneNumber) return null;
      const composed = failed('endUserTaken', { endUserId, holder });
      return composed.kind === 'settled' ? { ...operation, phase: 'ended', outcome: composed.outcome } : null;
    },
  };
}

/** The end user that a request is about or is to give; empty when it names none. */
function endUserOf({ phoneNumber, endUserId = '' }: Request): string {
  return isEndUserId(phoneNumber) ? phoneNumber : endUserId;
}
