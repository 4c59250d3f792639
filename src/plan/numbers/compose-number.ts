import type { NumberSettings, Request, SettingColumn } from '../../domain/request/request.ts';
import type { Instruction } from '../../journal/records.ts';
import { type Composed, failed, type Present } from '../context/present.ts';

export const SETTLED = { do: 'await', state: 'settings' } as const satisfies Instruction;

/** Settings that an update never writes: they belong to the number, or name the account. */
const NOT_WRITTEN: ReadonlySet<string> = new Set(['number_type', 'features', 'subaccount_key']);

/** The settings of a row that an update writes. */
export function writtenSettings(settings: NumberSettings): NumberSettings {
  return settingsOf(settings, (column) => !NOT_WRITTEN.has(column));
}

/** Some of the settings, by their column and value. */
export function settingsOf(
  settings: NumberSettings,
  isKept: (column: SettingColumn, value: string) => boolean,
): NumberSettings {
  return Object.fromEntries(
    Object.entries(settings).filter(([column, value]) => isKept(column as SettingColumn, value)),
  );
}

/** The number is given up. */
export function composeRelease({ request, number }: Present): Extract<Composed, { kind: 'program' }> {
  const { phoneNumber, settings } = request;
  const country = number?.country || request.numberCountry;
  const handle = number?.handle ?? '';
  // What is done to a number of a subaccount cannot be read back: the account does not list it.
  const absent: Instruction[] = settings.subaccount_key ? [] : [{ do: 'await', state: 'absent' }];
  return {
    kind: 'program',
    verb: 'release',
    opensGap: false,
    program: [{ do: 'step', step: { kind: 'release', phoneNumber, handle, country, settings } }, ...absent],
  };
}

/** The calls that set what differs from `known`, in order; none when nothing differs. */
export function composeSettings(
  { request, number, stages, unseen }: Present,
  wanted: NumberSettings,
  known: NumberSettings,
): Instruction[] {
  const { phoneNumber } = request;
  const country = number?.country || request.numberCountry;
  const handle = number?.handle ?? '';
  const changed = settingsOf(wanted, (column, value) => (known[column] ?? '') !== value);
  // An update may reset what it does not name, so what is not shown is sent again with any other change, and not alone.
  const isLeft = ([column, value]: [string, string]): boolean => unseen[column as SettingColumn] === value;
  if (Object.entries(changed).every(isLeft)) return [];
  const { subaccount_key: subaccount } = request.settings;
  // The call names the subaccount; what it did there cannot be read back.
  const [target, settled] = subaccount ? [{ subaccount_key: subaccount }, []] : [{}, [SETTLED]];
  // A stage builds on the one before it: nothing is linked while something is still being unlinked.
  return stages(changed, known).flatMap((settings): Instruction[] => [
    {
      do: 'step',
      step: {
        kind: 'update-number',
        phoneNumber,
        handle,
        country,
        settings: { ...settings, ...target },
        present: known,
      },
    },
    ...settled,
  ]);
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
