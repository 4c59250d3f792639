import type { NumberSettings, SettingColumn, Wish } from '../domain/wish.ts';
import type { Instruction } from '../journal/records.ts';
import { type Composed, failed, type Present, unchanged } from './present.ts';

/** The number itself: bought, released, or its settings changed as far as they differ. */
export function composeNumber(present: Present, action: 'buy' | 'release' | 'update'): Composed {
  const { wish, number } = present;
  const { phoneNumber, numberCountry: country, settings } = wish;
  if (action === 'buy') {
    if (number) return unchanged(present, 'the number is in the account already');
    const program: Instruction[] = [
      { do: 'step', step: { kind: 'buy', phoneNumber, country, settings } },
      { do: 'await', state: 'present' },
    ];
    return { kind: 'program', program, verb: 'buy', opensWindow: false };
  }
  if (!number) return unchanged(present, 'the number is not in the account');
  const { handle } = number;
  if (action === 'release') {
    const program: Instruction[] = [
      { do: 'step', step: { kind: 'release', phoneNumber, handle, country, settings } },
      { do: 'await', state: 'absent' },
    ];
    return { kind: 'program', program, verb: 'release', opensWindow: false };
  }
  const changed: NumberSettings = Object.fromEntries(
    Object.entries(settings).filter(
      ([column, value]) => (number.settings[column as SettingColumn] ?? '') !== value,
    ),
  );
  if (Object.keys(changed).length === 0) {
    if (number.settingsPending === '') return unchanged(present, 'the number is set so already');
    return {
      kind: 'program',
      program: [{ do: 'await', state: 'settings' }],
      verb: 'wait',
      opensWindow: false,
    };
  }
  const steps = present.stages(changed, number.settings).map(
    (stage): Instruction => ({
      do: 'step',
      step: {
        kind: 'update-number',
        phoneNumber,
        handle,
        country,
        settings: stage,
        present: number.settings,
      },
    }),
  );
  return {
    kind: 'program',
    program: [...steps, { do: 'await', state: 'settings' }],
    verb: 'update',
    opensWindow: false,
  };
}

/** A notification recipient is added. One that is there already was found when the state was read. */
export function composeRecipient(wish: Wish): Composed {
  if (!wish.recipient)
    return failed(
      'RECIPIENT_MISSING',
      'recipient_email',
      'The row names no recipient.',
      'Fill in recipient_email or recipient_phone.',
    );
  return {
    kind: 'program',
    program: [{ do: 'step', step: { kind: 'add-recipient', recipient: wish.recipient, mark: '' } }],
    verb: 'add',
    opensWindow: false,
  };
}
