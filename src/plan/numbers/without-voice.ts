import type { Request } from '../../domain/request/request.ts';
import { covers } from '../../domain/request/request-scope.ts';
import { cellProblem, type Problem } from '../../errors/problem.ts';
import type { AvailableNumber, NumberState } from '../../providers/contract.ts';

/** An address for a number that cannot place calls covers no caller; the carrier takes it all the same. */
export function withoutVoice(request: Request, number: NumberState | AvailableNumber | null): Problem[] {
  const { phoneNumber } = request;
  if (!covers(request) || number?.voiceCapable !== false) return [];
  return [
    cellProblem({
      column: 'phone_number',
      value: phoneNumber,
      severity: 'warning',
      code: 'NUMBER_WITHOUT_VOICE',
      message: `The number ${phoneNumber} has no voice: 911 cannot be called from it.`,
      hint: 'Check the number. If it should not be registered, set action to remove.',
    }),
  ];
}
