import type { Instruction, OperationRecord } from '../../journal/records.ts';

/** What gives a number its former address again; null when it had none, or the operation associates none. */
export function formerAddressProgram(operation: OperationRecord): Instruction[] | null {
  const { before, beforeAddress } = operation;
  if (!before || before.emergency.addressId === '') return null;
  const requested = operation.program.find((i) => i.do === 'step' && i.step.kind === 'associate');
  if (requested?.do !== 'step' || requested.step.kind !== 'associate') return null;
  return [
    {
      do: 'step',
      step: {
        ...requested.step,
        addressId: before.emergency.addressId,
        ...(beforeAddress
          ? {
              address: beforeAddress.address,
              callerName: beforeAddress.callerName ?? '',
              label: beforeAddress.label,
              tag: beforeAddress.tag,
            }
          : {}),
      },
    },
    { do: 'await', state: 'covered', closesGap: true },
  ];
}
