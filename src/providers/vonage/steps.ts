import { isSameText } from '../../domain/address/same-text.ts';
import type { SettingColumn } from '../../domain/request/request.ts';
import { startsWithTag } from '../../domain/request/tag.ts';
import type { Call } from '../../http/transport.ts';
import type { EffectCheck, NumberState, StepResult } from '../contract.ts';
import { requireChange } from '../kit/fixed-settings.ts';
import { findItem } from '../kit/read-pages.ts';
import {
  absent,
  addressDeletion,
  done,
  doneIf,
  type Of,
  type StepTable,
  unclear,
} from '../kit/step-table.ts';
import type { VonageApi } from './api.ts';
import { capabilities } from './capabilities.ts';
import {
  addressName,
  createFields,
  msisdnOf,
  SHOWN_SETTINGS,
  settingText,
  toEmergency,
  toNumberState,
  toStoredAddress,
  UPDATE_COLUMNS,
  updateFields,
} from './convert.ts';
import { cannot, errors, unreadable } from './errors.ts';
import type { WireNumber } from './wire.ts';

/** A number of the account as the list shows it; null when it is not there. */
async function findOwned(api: VonageApi, phoneNumber: string, call: Call): Promise<WireNumber | null> {
  const msisdn = msisdnOf(phoneNumber);
  // The pattern matches beginnings, so equality is checked again here.
  const listed = api.listNumbers({ pattern: msisdn, search_pattern: '0' }, call);
  return await findItem(listed, (number) => number.msisdn === msisdn);
}

/** Finds one number of the account by `+` and digits, with its emergency address; null when it is not there. */
export async function findNumber(
  api: VonageApi,
  phoneNumber: string,
  call: Call,
): Promise<NumberState | null> {
  const owned = await findOwned(api, phoneNumber, call);
  return owned && completeNumber(api, toNumberState(owned), call);
}

/** A number of the list with its emergency address, which the list does not show. */
export async function completeNumber(api: VonageApi, listed: NumberState, call: Call): Promise<NumberState> {
  const number = msisdnOf(listed.phoneNumber);
  const emergency = await api.fetchEmergency(number, call);
  // The account owns the number, so "not found" here can only mean that nothing is set up for it.
  return { ...listed, emergency: toEmergency(emergency ?? { number }) };
}

export const STEPS: StepTable<VonageApi> = {
  'create-address': {
    async execute(api, step, call) {
      const { body, requestId } = await api.createAddress(createFields(step), step.address, call);
      const stored = toStoredAddress(body);
      if (stored.tag !== addressName(step.tag, step.label)) {
        const what = `the name of ${stored.id} is not the one that was sent`;
        throw unreadable(step.kind, { requestId }, what);
      }
      return { id: stored.id, stored, requestId };
    },
    async check(api, step, call) {
      if (step.tag === '') {
        return unclear('The address was sent without a tag, so it cannot be told from others.');
      }
      // The list has no filter: all of it is read.
      const listed = api.listAddresses(call);
      const own = await findItem(listed, ({ address_name }) => startsWithTag(address_name ?? '', step.tag));
      return own === null ? absent : done({ id: own.id, stored: toStoredAddress(own) });
    },
  },
  'delete-address': addressDeletion('deleteAddress', 'fetchAddress'),
  associate: { execute: associate, check: checkEmergency },
  disassociate: {
    async execute(api, step, call) {
      const handle = msisdnOf(step.phoneNumber);
      // An empty id, not an absent one: that is how an address is taken off.
      const answer = await api.patchEmergency(step.kind, handle, { address: { id: '' } }, call);
      if (answer.body.address?.id) throw unreadable(step.kind, answer, 'the number still shows an address');
      return { id: handle, handle, requestId: answer.requestId };
    },
    check: checkEmergency,
  },
  buy: {
    execute: (api, step, call) => changeNumber(api, step, {}, call),
    check: checkOwned,
  },
  release: {
    execute: (api, step, call) => changeNumber(api, step, {}, call),
    check: checkOwned,
  },
  'update-number': { execute: updateNumber, check: checkOwned },
};

async function associate(api: VonageApi, step: Of<'associate'>, call: Call): Promise<StepResult> {
  const handle = msisdnOf(step.phoneNumber);
  // No page says what a PATCH does to a contact_name that it leaves out, so the present one is sent again.
  const callerName = step.callerName || ((await api.fetchEmergency(handle, call))?.contact_name ?? '');
  const body = {
    address: { id: step.addressId },
    ...(callerName === '' ? {} : { contact_name: callerName }),
  };
  const answer = await api.patchEmergency(step.kind, handle, body, call);
  if (answer.body.address?.id !== step.addressId) {
    throw unreadable(step.kind, answer, 'the number does not show the address');
  }
  return { id: step.addressId, handle, requestId: answer.requestId };
}

async function updateNumber(api: VonageApi, step: Of<'update-number'>, call: Call): Promise<StepResult> {
  requireChange(step, UPDATE_COLUMNS, errors);
  const uncleared = Object.entries(capabilities.whyNotCleared).find(
    ([column]) => settingText(step.settings[column as SettingColumn] ?? 'kept') === '',
  );
  if (uncleared) {
    const [column, why] = uncleared;
    throw cannot(step.kind, `Vonage cannot clear ${column}: ${why}.`, 'Give it another value.');
  }
  const owned = target(step) === '' ? await findOwned(api, step.phoneNumber, call) : null;
  const { messagesCallbackType, messagesCallbackValue } = owned ?? {};
  const fields = {
    ...updateFields(step.present, step.settings),
    // The sheet has no columns for these deprecated settings, yet they must not be lost by an update of others.
    ...(messagesCallbackType && messagesCallbackValue ? { messagesCallbackType, messagesCallbackValue } : {}),
  };
  return await changeNumber(api, step, fields, call);
}

type OnOwned = Of<'buy' | 'release' | 'update-number'>;

/** API key of the subaccount that the number is in or goes to; empty for the account itself. */
function target(step: OnOwned): string {
  return settingText(step.settings.subaccount_key ?? '');
}

async function changeNumber(
  api: VonageApi,
  step: OnOwned,
  fields: Readonly<Record<string, string>>,
  call: Call,
): Promise<StepResult> {
  const handle = msisdnOf(step.phoneNumber);
  const key = target(step);
  const named = { country: step.country, msisdn: handle, ...(key === '' ? {} : { target_api_key: key }) };
  const { requestId } = await api.changeNumber(step.kind, { ...named, ...fields }, call);
  return { id: handle, handle, requestId };
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
  return doneIf(isDone, { id: addressId || handle, handle });
}

async function checkOwned(api: VonageApi, step: OnOwned, call: Call): Promise<EffectCheck> {
  if (target(step) !== '') {
    return unclear(
      `The number is in the subaccount ${target(step)}, whose numbers this account does not list.`,
    );
  }
  const handle = msisdnOf(step.phoneNumber);
  const owned = await findOwned(api, step.phoneNumber, call);
  const left = { id: handle, handle };
  if (step.kind !== 'update-number') return doneIf((owned !== null) === (step.kind === 'buy'), left);
  if (!owned) return unclear(`${step.phoneNumber} is not in the account any more.`);
  return checkSettings(step, toNumberState(owned), done(left));
}

function checkSettings(step: Of<'update-number'>, { settings }: NumberState, left: EffectCheck): EffectCheck {
  const asked = UPDATE_COLUMNS.filter((column) => step.settings[column] !== undefined);
  const shown = asked.filter((column) => SHOWN_SETTINGS.has(column));
  if (shown.some((column) => (settings[column] ?? '') !== settingText(step.settings[column] ?? ''))) {
    return absent;
  }
  const hidden = asked.filter((column) => !SHOWN_SETTINGS.has(column));
  return hidden.length === 0 ? left : unclear(`Vonage does not show ${hidden.join(' and ')} of a number.`);
}
