import { samePlace } from '../../domain/address/place-key.ts';
import type { SettingColumn } from '../../domain/request/request.ts';
import type { Call } from '../../http/transport.ts';
import type { AddressContent, EffectCheck, NumberState, StepResult } from '../contract.ts';
import { requireChange } from '../kit/fixed-settings.ts';
import { doneIf, type Of, type StepTable, unclear } from '../kit/step-table.ts';
import type { SinchApi } from './api.ts';
import { displayName, toAddress, toEmergency, toNumberState, toWireAddress } from './convert.ts';
import { cannot, errors, NAME_HINT, unreadable } from './errors.ts';
import { toBody, UPDATE_COLUMNS } from './number-settings.ts';

/** One number with its address; null when it is not in the project. */
export async function findNumber(
  api: SinchApi,
  phoneNumber: string,
  call: Call,
): Promise<NumberState | null> {
  const found = await api.fetchNumber(phoneNumber, call);
  return found && completeNumber(api, toNumberState(found), call);
}

/** A number of the list with its address, which the list does not show. */
export async function completeNumber(api: SinchApi, listed: NumberState, call: Call): Promise<NumberState> {
  const found = await api.fetchAddress(listed.phoneNumber, call);
  return { ...listed, emergency: toEmergency(found && toAddress(found, listed.country)) };
}

/** The body of `:provision` and `:validate`. @throws ProviderError refused without a name or when the street cannot be split */
export function addressBody(operation: string, content: AddressContent) {
  const split = toWireAddress(content.address);
  if (!split.ok) {
    const hint = 'Fill in house_number and street_name, or write the street as number and name.';
    throw cannot(operation, `Sinch wants the house number apart, but ${split.why}.`, hint);
  }
  const name = displayName(content);
  if (name === '') throw cannot(operation, 'Sinch needs a name with each address.', NAME_HINT);
  return { displayName: name, address: split.wire };
}

export const STEPS: StepTable<SinchApi> = {
  associate: {
    async execute(api, step, call) {
      const { kind, phoneNumber } = step;
      const { body, requestId } = await api.provision(phoneNumber, addressBody(kind, step), call);
      if (toAddress(body, step.address.country) === null) {
        throw unreadable(kind, { requestId }, 'it shows no address');
      }
      return { id: '', handle: phoneNumber, requestId };
    },
    check: checkNumber,
  },
  disassociate: {
    execute: async (api, { phoneNumber }, call) =>
      onNumber(phoneNumber, { requestId: await api.deprovision(phoneNumber, call) }),
    check: checkNumber,
  },
  buy: {
    execute: async (api, { phoneNumber, settings }, call) =>
      onNumber(phoneNumber, await api.rent(phoneNumber, toBody(settings, {}), call)),
    check: checkOwned,
  },
  release: {
    execute: async (api, { phoneNumber }, call) =>
      onNumber(phoneNumber, await api.release(phoneNumber, call)),
    check: checkOwned,
  },
  'update-number': {
    async execute(api, step, call) {
      requireChange(step, UPDATE_COLUMNS, errors);
      const { voice_type: type, voice_app_id: target } = step.settings;
      if (type && type !== (step.present.voice_type ?? 'RTC') && !target && step.present.voice_app_id) {
        const why = `Voice type ${type} does not take the voice_app_id ${step.present.voice_app_id} that the number has.`;
        throw cannot(step.kind, why, `Fill in voice_app_id with the target for ${type}.`);
      }
      const body = toBody(step.settings, step.present);
      return onNumber(step.phoneNumber, await api.update(step.phoneNumber, body, call));
    },
    check: checkNumber,
  },
};

type OnNumber = Of<'associate' | 'disassociate' | 'update-number'>;

async function checkNumber(api: SinchApi, step: OnNumber, call: Call): Promise<EffectCheck> {
  const number = await findNumber(api, step.phoneNumber, call);
  if (number === null) return unclear(`${step.phoneNumber} is not in the project any more.`);
  return doneIf(tookEffect(step, number), { id: step.phoneNumber, handle: step.phoneNumber });
}

async function checkOwned(api: SinchApi, step: Of<'buy' | 'release'>, call: Call): Promise<EffectCheck> {
  const number = await api.fetchNumber(step.phoneNumber, call);
  const isDone = (number !== null) === (step.kind === 'buy');
  return doneIf(isDone, { id: step.phoneNumber, handle: step.phoneNumber });
}

function tookEffect(step: OnNumber, { emergency, settings, settingsFailed }: NumberState): boolean {
  if (step.kind === 'disassociate') return emergency.address === null;
  if (step.kind === 'associate') {
    // Another address is the old one: provisioning sets the whole address, so it may be sent again.
    return emergency.address !== null && samePlace(emergency.address, step.address);
  }
  // What is scheduled is among the settings. A change that failed later had been carried out nevertheless.
  return Object.entries(step.settings).every(
    ([column, wanted]) =>
      (settings[column as SettingColumn] ?? '') === wanted ||
      settingsFailed?.[column as SettingColumn] !== undefined,
  );
}

function onNumber(phoneNumber: string, { requestId }: { requestId: string }): StepResult {
  return { id: phoneNumber, handle: phoneNumber, requestId };
}
