import { isSameText } from '../../domain/address/same-text.ts';
import type { SettingColumn } from '../../domain/request/request.ts';
import { startsWithTag } from '../../domain/request/tag.ts';
import type { Call } from '../../http/transport.ts';
import type { EffectCheck, NumberState, Step } from '../contract.ts';
import type { VonageApi } from './api.ts';
import {
  msisdnOf,
  SHOWN_SETTINGS,
  settingText,
  toEmergency,
  toNumberState,
  toStoredAddress,
  UPDATE_FIELDS,
} from './convert.ts';
import { cannotCarryOut } from './errors.ts';
import { findOwned, type Of, type OnOwned, target } from './steps.ts';

/** Reads whether a step took effect. */
export async function look(api: VonageApi, step: Step, call: Call): Promise<EffectCheck> {
  switch (step.kind) {
    case 'create-address':
      return await lookForCreated(api, step, call);
    case 'delete-address': {
      const found = await api.fetchAddress(step.addressId, call);
      return found ? { found: 'absent' } : { found: 'done', result: { id: step.addressId, requestId: '' } };
    }
    case 'associate':
    case 'disassociate':
      return await checkEmergency(api, step, call);
    case 'buy':
    case 'release':
    case 'update-number':
      return await checkOwned(api, step, call);
    default:
      throw cannotCarryOut(step.kind);
  }
}

async function lookForCreated(api: VonageApi, step: Of<'create-address'>, call: Call): Promise<EffectCheck> {
  if (step.tag === '') {
    return unclear('The address was sent without a tag, so it cannot be told from others.');
  }
  // The list has no filter: all of it is read.
  for await (const { items } of api.listAddresses(call)) {
    const own = items.find((address) => startsWithTag(address.address_name ?? '', step.tag));
    if (own) {
      const stored = toStoredAddress(own);
      return { found: 'done', result: { id: stored.id, stored, requestId: '' } };
    }
  }
  return { found: 'absent' };
}

async function checkEmergency(
  api: VonageApi,
  step: Of<'associate' | 'disassociate'>,
  call: Call,
): Promise<EffectCheck> {
  const handle = msisdnOf(step.phoneNumber);
  const present = await api.fetchEmergency(handle, call);
  const { addressId, callerName } = toEmergency(present ?? { number: handle });
  const isDone =
    step.kind === 'disassociate'
      ? addressId === ''
      : addressId === step.addressId &&
        (step.callerName === '' || (callerName !== null && isSameText(callerName, step.callerName)));
  // Another address is the one from before: a PATCH replaces in place, so it has not been carried out.
  return isDone
    ? { found: 'done', result: { id: addressId || handle, handle, requestId: '' } }
    : { found: 'absent' };
}

async function checkOwned(api: VonageApi, step: OnOwned, call: Call): Promise<EffectCheck> {
  if (target(step) !== '') {
    return unclear(
      `The number is in the subaccount ${target(step)}, whose numbers this account does not list.`,
    );
  }
  const handle = msisdnOf(step.phoneNumber);
  const owned = await findOwned(api, step.phoneNumber, call);
  const done: EffectCheck = { found: 'done', result: { id: handle, handle, requestId: '' } };
  if (step.kind === 'release') {
    return owned ? { found: 'absent' } : done;
  }
  if (!owned) {
    return step.kind === 'buy'
      ? { found: 'absent' }
      : unclear(`${step.phoneNumber} is not in the account any more.`);
  }
  return step.kind === 'buy' ? done : checkSettings(step, toNumberState(owned), done);
}

function checkSettings(step: Of<'update-number'>, { settings }: NumberState, done: EffectCheck): EffectCheck {
  const asked = UPDATE_FIELDS.map(([column]): SettingColumn => column).filter(
    (column) => step.settings[column] !== undefined,
  );
  const shown = asked.filter((column) => SHOWN_SETTINGS.has(column));
  if (shown.some((column) => (settings[column] ?? '') !== settingText(step.settings[column] ?? ''))) {
    return { found: 'absent' };
  }
  const hidden = asked.filter((column) => !SHOWN_SETTINGS.has(column));
  return hidden.length === 0 ? done : unclear(`Vonage does not show ${hidden.join(' and ')} of a number.`);
}

function unclear(why: string): EffectCheck {
  return { found: 'unclear', why };
}
