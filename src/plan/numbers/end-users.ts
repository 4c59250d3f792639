import type { Request } from '../../domain/request/request.ts';
import { isEndUserId, type SubjectKey } from '../../domain/request/subject-key.ts';
import type { OperationRecord } from '../../journal/records.ts';
import type { NumberState } from '../../providers/contract.ts';
import { type Composed, failed } from '../context/present.ts';

/** The end users that the rows of an account name, and which of them other numbers have. */
export interface NamedEndUsers {
  readonly isEmpty: boolean;
  /** To be called with each request of the account, before the list is read. */
  want(request: Request): void;
  /** To be called with each listed number. */
  note(state: NumberState): void;
  /**
   * The operation as failed when its end user is another number's, as a second endpoint would be made for it, or when it takes
   * something from an end user that is there in another case alone: it would be called done with nothing done.
   */
  refuse(operation: OperationRecord): OperationRecord | null;
}

export function namedEndUsers(): NamedEndUsers {
  const wanted = new Set<string>();
  const wantedInAnyCase = new Set<string>();
  const alike = new Map<string, string>();
  const holders = new Map<string, SubjectKey>();
  return {
    get isEmpty() {
      return wanted.size === 0;
    },
    want: (request) => {
      const endUserId = endUserOf(request);
      if (endUserId === '') return;
      wanted.add(endUserId);
      wantedInAnyCase.add(endUserId.toLowerCase());
    },
    note: ({ phoneNumber, facts }) => {
      const endUserId = facts['endpoint_user_id'] ?? '';
      if (wanted.has(endUserId)) holders.set(endUserId, phoneNumber);
      else if (wantedInAnyCase.has(endUserId.toLowerCase())) alike.set(endUserId.toLowerCase(), endUserId);
    },
    refuse: (operation) => {
      const endUserId = endUserOf(operation.request);
      const holder = holders.get(endUserId);
      const { action, phoneNumber } = operation.request;
      const other = alike.get(endUserId.toLowerCase());
      // No source says whether case counts, so a new one may be made beside it.
      const isMeant =
        holder === undefined && other !== undefined && isEndUserId(phoneNumber) && action !== 'assign';
      if (isMeant) return ended(operation, failed('endUserAlike', { endUserId, other }));
      if (holder === undefined || holder === phoneNumber) return null;
      return ended(operation, failed('endUserTaken', { endUserId, holder }));
    },
  };
}

function ended(operation: OperationRecord, composed: Composed): OperationRecord | null {
  return composed.kind === 'settled' ? { ...operation, phase: 'ended', outcome: composed.outcome } : null;
}

/** The end user that a request is about or is to give; empty when it names none. */
function endUserOf({ phoneNumber, endUserId = '' }: Request): string {
  return isEndUserId(phoneNumber) ? phoneNumber : endUserId;
}
