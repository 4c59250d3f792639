import { samePlace } from '../../domain/address/place-key.ts';
import type { NumberSettings, SettingColumn } from '../../domain/request/request.ts';
import type { OperationRecord, RowOutcome } from '../../journal/records.ts';
import type { NumberState } from '../../providers/contract.ts';
import { isoNow, type RunAccount, type RunContext } from '../context/run-context.ts';
import { adjustedOutcome } from '../outcomes/adjusted.ts';
import { requestedStep } from './resolve-step.ts';

/** What one poll says about a waiting operation. */
type PollAnswer =
  | { readonly kind: 'reached'; readonly adjusted?: Partial<RowOutcome> }
  | { readonly kind: 'not-yet' }
  | {
      readonly kind: 'failed';
      readonly message: string;
      readonly isSetting?: boolean;
      /** Code, words and hint of the provider, where it gives them. */
      readonly said?: Pick<RowOutcome, 'providerCode' | 'providerMessage' | 'hint'>;
    };

/** Compares a number's live state with what the operation waits for. An unknown state word is never success. */
export async function judgePoll(
  context: RunContext,
  account: RunAccount,
  operation: OperationRecord,
  state: NumberState | null,
): Promise<PollAnswer> {
  const instruction = operation.program[operation.next];
  if (instruction?.do !== 'await') return { kind: 'reached' };
  if (instruction.state === 'absent') return { kind: state === null ? 'reached' : 'not-yet' };
  // A number that was bought a moment ago may not be listed yet.
  if (instruction.state === 'present') return { kind: state === null ? 'not-yet' : 'reached' };
  if (!state) return { kind: 'failed', message: 'The number is not in the account any more.' };
  const { emergency } = state;
  switch (instruction.state) {
    case 'settings': {
      const [failed] = Object.entries(state.settingsFailed ?? {}).filter(([column]) =>
        asks(operation, column),
      );
      if (failed) {
        return {
          kind: 'failed',
          isSetting: true,
          message: `The provider reports ${failed[1]} for ${failed[0]}.`,
        };
      }
      if (state.settingsPending !== '') return { kind: 'not-yet' };
      return judgeSettings(account, operation, state);
    }
    case 'switched':
      return { kind: emergency.switchedOn === instruction.on ? 'reached' : 'not-yet' };
    case 'missing':
      if (emergency.state === 'removal-failed') return registrationFailed(state);
      return { kind: emergency.state === 'missing' && emergency.addressId === '' ? 'reached' : 'not-yet' };
    case 'covered': {
      if (emergency.state === 'failed') return registrationFailed(state);
      if (emergency.state !== 'covered') return { kind: 'not-yet' };
      const requested = (await requestedStep(context, operation))?.address ?? operation.request.address;
      const adjusted =
        requested && (await adjustedOutcome(context, account, operation, { requested, emergency }));
      if (adjusted) return { kind: 'reached', adjusted };
      if (!(await hasRequestedAddress(context, account, operation, state))) return { kind: 'not-yet' };
      await noteIgnoredSwitch(context, account, operation, state);
      return { kind: 'reached' };
    }
  }
}

function registrationFailed({ emergency }: NumberState): PollAnswer {
  const { status, failure, failureCode, failureHint } = emergency;
  const said = {
    ...(failureCode === undefined ? {} : { providerCode: failureCode }),
    ...(failure === '' ? {} : { providerMessage: failure }),
    ...(failureHint ? { hint: failureHint } : {}),
  };
  return { kind: 'failed', message: `The provider reports ${status}. ${failure}`.trim(), said };
}

/** Polls in which a provider may still show a setting as it was before. */
const SETTING_LAG_POLLS = 4;

/** Whether the settings are as they were written: a value that the provider shortens, or ignores, is not a success. */
function judgeSettings(account: RunAccount, operation: OperationRecord, state: NumberState): PollAnswer {
  const { hiddenSettings } = account.provider.capabilities;
  const [differing] = Object.entries(writtenSettings(operation)).filter(
    ([column, value]) =>
      !hiddenSettings.includes(column as SettingColumn) &&
      (state.settings[column as SettingColumn] ?? '') !== value,
  );
  if (!differing) return { kind: 'reached' };
  if (operation.polls < SETTING_LAG_POLLS) return { kind: 'not-yet' };
  const [column, value] = differing;
  const shown = state.settings[column as SettingColumn] ?? '';
  return {
    kind: 'failed',
    isSetting: true,
    message: `The provider shows ${column} as "${shown}", not as "${value}".`,
  };
}

/** The settings that the steps before the present wait have written; the last one counts. */
function writtenSettings({ program, next }: OperationRecord): NumberSettings {
  const written = program
    .slice(0, next)
    .flatMap((i) =>
      i.do === 'step' && (i.step.kind === 'update-number' || i.step.kind === 'buy') ? [i.step.settings] : [],
    );
  return Object.assign({}, ...written);
}

/** Whether a step of the operation sets this column. */
function asks(operation: OperationRecord, column: string): boolean {
  return operation.program.some((i) => i.do === 'step' && 'settings' in i.step && column in i.step.settings);
}

/** Whether the number has the address that the operation associates. */
export async function hasRequestedAddress(
  context: RunContext,
  account: RunAccount,
  operation: OperationRecord,
  state: NumberState,
): Promise<boolean> {
  const wanted = await requestedStep(context, operation);
  if (!wanted) return true;
  if (account.provider.capabilities.addressModel === 'own-resource') {
    return state.emergency.addressId === wanted.addressId;
  }
  return state.emergency.address !== null && samePlace(state.emergency.address, wanted.address);
}

/** Twilio has ignored the switch since October 2021: it then says nothing about coverage, and a second write changes nothing. */
async function noteIgnoredSwitch(
  context: RunContext,
  account: RunAccount,
  operation: OperationRecord,
  state: NumberState,
): Promise<void> {
  const asked = operation.program.some(
    (i) => i.do === 'step' && i.step.kind === 'switch-emergency' && i.step.on,
  );
  if (asked && state.emergency.switchedOn === false) {
    await context.journal.observe(account.provider.accountKey, 'emergency-status-ignored', isoNow(context));
  }
}
