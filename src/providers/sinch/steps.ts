import { samePlace } from '../../domain/address/place-key.ts';
import type { SettingColumn } from '../../domain/request/request.ts';
import type { Call } from '../../http/transport.ts';
import type { AddressContent, EffectCheck, NumberState, Step, StepResult } from '../contract.ts';
import type { SinchApi } from './api.ts';
import { displayName, toAddress, toEmergency, toNumberState, toWireAddress } from './convert.ts';
import { cannot, cannotCarryOut, NAME_HINT, unreadable } from './errors.ts';
import { toBody } from './number-settings.ts';

/** What belongs to the number and not to its configuration. */
const FIXED = ['number_type', 'features'] as const;

/** One number with its address; null when it is not in the project. */
export async function findNumber(
  api: SinchApi,
  phoneNumber: string,
  call: Call,
): Promise<NumberState | null> {
  const found = await api.fetchNumber(phoneNumber, call);
  if (found === null) return null;
  return completeNumber(api, toNumberState(found.body), call);
}

/** A number of the list with its address, which the list does not show. */
export async function completeNumber(api: SinchApi, listed: NumberState, call: Call): Promise<NumberState> {
  const address = await api.fetchAddress(listed.phoneNumber, call);
  return { ...listed, emergency: toEmergency(address && toAddress(address, listed.country)) };
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

/** Carries out one step with exactly one changing call. */
export async function execute(api: SinchApi, step: Step, call: Call): Promise<StepResult> {
  switch (step.kind) {
    case 'associate': {
      const { body, requestId } = await api.provision(step.phoneNumber, addressBody(step.kind, step), call);
      const address = toAddress(body, step.address.country);
      if (address === null) {
        throw unreadable(step.kind, { status: 200, headers: {}, text: '', requestId }, 'it shows no address');
      }
      return { id: '', handle: step.phoneNumber, requestId };
    }
    case 'disassociate': {
      const requestId = await api.deprovision(step.phoneNumber, call);
      return { id: step.phoneNumber, handle: step.phoneNumber, requestId };
    }
    case 'buy': {
      return onNumber(step.phoneNumber, await api.rent(step.phoneNumber, toBody(step.settings, {}), call));
    }
    case 'release':
      return onNumber(step.phoneNumber, await api.release(step.phoneNumber, call));
    case 'update-number': {
      const fixed = FIXED.filter((column) => step.settings[column] !== undefined);
      if (fixed.length > 0 || Object.keys(step.settings).length === 0) {
        const why = `Sinch cannot change ${fixed.join(' and ') || 'nothing'} of a number.`;
        throw cannot(step.kind, why, 'Leave number_type and features out, or buy another number.');
      }
      const { voice_type: type, voice_app_id: target } = step.settings;
      if (type && type !== (step.present.voice_type ?? 'RTC') && !target && step.present.voice_app_id) {
        const why = `Voice type ${type} does not take the voice_app_id ${step.present.voice_app_id} that the number has.`;
        throw cannot(step.kind, why, `Fill in voice_app_id with the target for ${type}.`);
      }
      const body = toBody(step.settings, step.present);
      return onNumber(step.phoneNumber, await api.update(step.phoneNumber, body, call));
    }
    default:
      throw cannotCarryOut(step.kind);
  }
}

/** Reads whether a step took effect. */
export async function look(api: SinchApi, step: Step, call: Call): Promise<EffectCheck> {
  switch (step.kind) {
    case 'associate':
    case 'disassociate':
    case 'update-number': {
      const number = await findNumber(api, step.phoneNumber, call);
      if (number === null) {
        return { found: 'unclear', why: `${step.phoneNumber} is not in the project any more.` };
      }
      return found(tookEffect(step, number), step.phoneNumber);
    }
    case 'buy':
    case 'release': {
      const number = await api.fetchNumber(step.phoneNumber, call);
      return found((number !== null) === (step.kind === 'buy'), step.phoneNumber);
    }
    default:
      throw cannotCarryOut(step.kind);
  }
}

type OnNumber = Extract<Step, { kind: 'associate' | 'disassociate' | 'update-number' }>;

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

function found(isDone: boolean, phoneNumber: string): EffectCheck {
  return isDone
    ? { found: 'done', result: { id: phoneNumber, handle: phoneNumber, requestId: '' } }
    : { found: 'absent' };
}

function onNumber(phoneNumber: string, { requestId }: { requestId: string }): StepResult {
  return { id: phoneNumber, handle: phoneNumber, requestId };
}
