import type { NumberSettings, Request } from '../../domain/request/request.ts';
import { type OutcomeArguments, outcomeFields } from '../../errors/outcomes.ts';
import type { PLAN_OUTCOMES } from '../../errors/plan-outcomes.ts';
import type { Instruction, RowOutcome } from '../../journal/records.ts';
import type { AddressContent, NumberState, StoredAddress } from '../../providers/contract.ts';

/** What the planner knows of one operation's present state. */
export interface Present {
  readonly request: Request;
  /** Null when the number is not in the account (or the request is about no number). */
  readonly number: NumberState | null;
  /** The address resource the number uses, when it has one. */
  readonly stored: StoredAddress | null;
  /** What the address of the request would be; null when the request names none. */
  readonly content: AddressContent | null;
  /** Key of the address record that the operation waits for; empty when none. */
  readonly addressKey: string;
  /** The stored address that `address_id` names; null when it is not there. */
  readonly named: StoredAddress | null;
  /** A place and caller name that the provider made of this request before and that was accepted. */
  readonly acceptedKey: string | null;
  readonly keyOf: (stored: Pick<StoredAddress, 'address' | 'callerName'>) => string;
  /** Numbers of the account that use the named address. */
  readonly usedBy: readonly string[];
  /** Whether the account is known to ignore the emergency switch. */
  readonly switchIgnored: boolean;
  /** Settings of the request that the provider does not show, as this program left them; a value that may have changed is not in it. */
  readonly unseen: NumberSettings;
  /** Cuts changed settings into the calls a provider needs, in order (unlink before link). */
  readonly stages: (settings: NumberSettings, present: NumberSettings) => readonly NumberSettings[];
}

/** A program to carry out, or the row's outcome when there is nothing to do or nothing that can be done. */
export type Composed =
  | {
      readonly kind: 'program';
      readonly program: readonly Instruction[];
      readonly verb: Verb;
      readonly opensGap: boolean;
      /** How many numbers get another address, where that is not one. */
      readonly numbers?: number;
    }
  | { readonly kind: 'settled'; readonly outcome: RowOutcome };

/** What an operation does, in the words of a preview. `wait` makes no write. */
export type Verb =
  | 'assign'
  | 'replace'
  | 'remove'
  | 'check'
  | 'enable'
  | 'disable'
  | 'add'
  | 'update'
  | 'delete'
  | 'buy'
  | 'release'
  | 'wait';

/** Nothing to do, and why. */
export function unchanged(present: Present, detail: string, addressId = ''): Composed {
  return {
    kind: 'settled',
    outcome: {
      result: 'unchanged',
      stage: 'validate',
      detail,
      providerAddressId: addressId,
      ...(present.number ? { emergencyStatus: present.number.emergency.status } : {}),
    },
  };
}

/** A row that cannot be applied: why, and the column to fix. */
export function failed<Name extends keyof typeof PLAN_OUTCOMES>(
  name: Name,
  ...[values]: OutcomeArguments<Name>
): Composed {
  return settled('failed', outcomeFields(name, values));
}

/** A row that can be applied once somebody has agreed to what it takes. */
export function needsReview<Name extends keyof typeof PLAN_OUTCOMES>(
  name: Name,
  ...[values]: OutcomeArguments<Name>
): Composed {
  return settled('needs_review', outcomeFields(name, values));
}

function settled(result: RowOutcome['result'], fields: Partial<RowOutcome>): Composed {
  return { kind: 'settled', outcome: { result, stage: 'validate', detail: '', ...fields } };
}
