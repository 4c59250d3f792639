import type { Request } from '../../domain/request/request.ts';
import type { Instruction } from '../../journal/records.ts';
import type { NumberState } from '../../providers/contract.ts';
import { type Composed, failed } from './present.ts';

type StepInstruction = Extract<Instruction, { do: 'step' }>;
type Handled = Pick<NumberState, 'phoneNumber' | 'handle'>;

/** Waits until the number has no address. */
export const UNCOVER: Instruction = { do: 'await', state: 'missing' };

/** Switches a number's emergency calling. */
export function turn({ phoneNumber, handle }: Handled, on: boolean): StepInstruction {
  return { do: 'step', step: { kind: 'switch-emergency', phoneNumber, handle, on } };
}

/** Removes a number's address. `tag` is empty where no address follows it. */
export function takeOff({ phoneNumber, handle }: Handled, tag = ''): StepInstruction {
  return { do: 'step', step: { kind: 'disassociate', phoneNumber, handle, tag } };
}

/** A row whose number is not in the account. */
export function notInAccount({ phoneNumber }: Pick<Request, 'phoneNumber'>): Composed {
  return failed('numberNotInAccount', { phoneNumber });
}
