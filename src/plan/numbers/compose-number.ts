import type { NumberSettings, Request, SettingColumn } from '../../domain/request.ts';
import type { Instruction } from '../../journal/records.ts';
import { type Composed, failed, type Present, unchanged } from '../context/present.ts';

const SETTLED = { do: 'await', state: 'settings' } as const satisfies Instruction;

/** Settings that ask for nothing by themselves: they belong to the number, or name the account. */
const NOT_WRITTEN = new Set(['number_type', 'features', 'subaccount_key']);

/**
 * The number itself: bought, released, or its settings changed as far as they differ. What is done to a number of a
 * subaccount cannot be read back, for the account does not list it.
 */
export function composeNumber(present: Present, action: 'buy' | 'release' | 'update'): Composed {
  const { request, number } = present;
  const { phoneNumber, settings } = request;
  const isElsewhere = Boolean(settings.subaccount_key);
  const country = number?.country || request.numberCountry;
  const handle = number?.handle ?? '';
  const programOf = (verb: typeof action, program: readonly Instruction[]): Composed => ({
    kind: 'program',
    verb,
    opensGap: false,
    program: isElsewhere ? program.filter((instruction) => instruction.do === 'step') : program,
  });
  if (action === 'buy') {
    const written = Object.entries(settings).filter(([column]) => !NOT_WRITTEN.has(column));
    if (number && !isElsewhere) {
      const columns = written
        .filter(([column, value]) => (number.settings[column as SettingColumn] ?? '') !== value)
        .map(([column]) => column);
      return columns.length === 0
        ? unchanged(present, 'the number is already in this account')
        : failed('boughtAlready', { phoneNumber, columns });
    }
    const isConfigured = written.length > 0;
    return programOf(action, [
      { do: 'step', step: { kind: 'buy', phoneNumber, country, settings } },
      { do: 'await', state: 'present' },
      ...(isConfigured ? [SETTLED] : []),
    ]);
  }
  if (action === 'release') {
    return programOf(action, [
      { do: 'step', step: { kind: 'release', phoneNumber, handle, country, settings } },
      { do: 'await', state: 'absent' },
    ]);
  }
  const known = number?.settings ?? {};
  const changed: NumberSettings = Object.fromEntries(
    Object.entries(settings).filter(([column, value]) => (known[column as SettingColumn] ?? '') !== value),
  );
  if (Object.keys(changed).length === 0) {
    if (number?.settingsPending === '') return unchanged(present, 'the settings are already as requested');
    return { kind: 'program', program: [SETTLED], verb: 'wait', opensGap: false };
  }
  // A stage builds on the one before it: nothing is linked while something is still being unlinked.
  const stages = present.stages(changed, known).flatMap((stage): Instruction[] => [
    {
      do: 'step',
      step: { kind: 'update-number', phoneNumber, handle, country, settings: stage, present: known },
    },
    SETTLED,
  ]);
  return programOf(action, stages);
}

/** A notification recipient is added. One that is there already was found when the state was read. */
export function composeRecipient(request: Request): Composed {
  if (!request.recipient) return failed('recipientMissing');
  return {
    kind: 'program',
    program: [{ do: 'step', step: { kind: 'add-recipient', recipient: request.recipient, tag: '' } }],
    verb: 'add',
    opensGap: false,
  };
}
