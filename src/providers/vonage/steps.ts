import type { SettingColumn } from '../../domain/request/request.ts';
import type { Call } from '../../http/transport.ts';
import type { NumberState, Step, StepResult } from '../contract.ts';
import type { VonageApi } from './api.ts';
import { capabilities } from './capabilities.ts';
import {
  addressName,
  createFields,
  msisdnOf,
  settingText,
  toEmergency,
  toNumberState,
  toStoredAddress,
  UPDATE_FIELDS,
  updateFields,
} from './convert.ts';
import { cannot, cannotCarryOut, unreadable } from './errors.ts';
import type { WireNumber } from './wire.ts';

export type Of<Kind extends Step['kind']> = Extract<Step, { kind: Kind }>;

/** What belongs to the number and not to its configuration. */
const FIXED = ['number_type', 'features'] as const;

/** A number of the account as the list shows it; null when it is not there. */
export async function findOwned(api: VonageApi, phoneNumber: string, call: Call): Promise<WireNumber | null> {
  const msisdn = msisdnOf(phoneNumber);
  // The pattern matches beginnings, so equality is checked again here.
  for await (const { items } of api.listNumbers({ pattern: msisdn, search_pattern: '0' }, call)) {
    const found = items.find((number) => number.msisdn === msisdn);
    if (found) {
      return found;
    }
  }
  return null;
}

/** Finds one number of the account by `+` and digits, with its emergency address; null when it is not there. */
export async function findNumber(
  api: VonageApi,
  phoneNumber: string,
  call: Call,
): Promise<NumberState | null> {
  const owned = await findOwned(api, phoneNumber, call);
  if (!owned) {
    return null;
  }
  return completeNumber(api, toNumberState(owned), call);
}

/** A number of the list with its emergency address, which the list does not show. */
export async function completeNumber(api: VonageApi, listed: NumberState, call: Call): Promise<NumberState> {
  const number = msisdnOf(listed.phoneNumber);
  const emergency = await api.fetchEmergency(number, call);
  // The account owns the number, so "not found" here can only mean that nothing is set up for it.
  return { ...listed, emergency: toEmergency(emergency ?? { number }) };
}

/** Carries out one step with exactly one changing call. */
export async function execute(api: VonageApi, step: Step, call: Call): Promise<StepResult> {
  switch (step.kind) {
    case 'create-address': {
      const { body, requestId } = await api.createAddress(createFields(step), step.address, call);
      const stored = toStoredAddress(body);
      if (stored.tag !== addressName(step.tag, step.label)) {
        throw missed(step.kind, requestId, `the name of ${stored.id} is not the one that was sent`);
      }
      return { id: stored.id, stored, requestId };
    }
    case 'delete-address':
      return { id: step.addressId, requestId: await api.deleteAddress(step.addressId, call) };
    case 'associate':
      return await associate(api, step, call);
    case 'disassociate': {
      const handle = msisdnOf(step.phoneNumber);
      // An empty id, not an absent one: that is how an address is taken off.
      const answer = await api.patchEmergency(step.kind, handle, { address: { id: '' } }, call);
      if (answer.body.address?.id) {
        throw missed(step.kind, answer.requestId, 'the number still shows an address');
      }
      return { id: handle, handle, requestId: answer.requestId };
    }
    case 'buy':
    case 'release': {
      const path = step.kind === 'buy' ? 'buy' : 'cancel';
      const requestId = await api.changeNumber(step.kind, path, numberFields(step), call);
      const handle = msisdnOf(step.phoneNumber);
      return { id: handle, handle, requestId };
    }
    case 'update-number':
      return await updateNumber(api, step, call);
    default:
      throw cannotCarryOut(step.kind);
  }
}

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
    throw missed(step.kind, answer.requestId, 'the number does not show the address');
  }
  return { id: step.addressId, handle, requestId: answer.requestId };
}

async function updateNumber(api: VonageApi, step: Of<'update-number'>, call: Call): Promise<StepResult> {
  const fixed = FIXED.filter((column) => step.settings[column] !== undefined);
  if (fixed.length > 0 || UPDATE_FIELDS.every(([column]) => step.settings[column] === undefined)) {
    throw cannot(
      step.kind,
      `Vonage cannot change ${fixed.join(' and ') || 'a number for which nothing else is asked'}.`,
      'number_type and features belong to the number: leave them out, or buy another one.',
    );
  }
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
    ...numberFields(step),
    ...updateFields(step.present, step.settings),
    // The sheet has no columns for these deprecated settings, yet they must not be lost by an update of others.
    ...(messagesCallbackType && messagesCallbackValue ? { messagesCallbackType, messagesCallbackValue } : {}),
  };
  const requestId = await api.changeNumber(step.kind, 'update', fields, call);
  const handle = msisdnOf(step.phoneNumber);
  return { id: handle, handle, requestId };
}

export type OnOwned = Of<'buy' | 'release' | 'update-number'>;

/** API key of the subaccount that the number is or shall be in; empty for the account itself. */
export function target(step: OnOwned): string {
  return settingText(step.settings.subaccount_key ?? '');
}

function numberFields(step: OnOwned): Record<string, string> {
  const key = target(step);
  return {
    country: step.country,
    msisdn: msisdnOf(step.phoneNumber),
    ...(key === '' ? {} : { target_api_key: key }),
  };
}

function missed(operation: string, requestId: string, what: string) {
  return unreadable(operation, { status: 200, headers: {}, text: '', requestId }, what);
}
