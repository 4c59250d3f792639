import { isSameText } from '../../domain/address/same-text.ts';
import { startsWithTag } from '../../domain/request/tag.ts';
import type { Call } from '../../http/transport.ts';
import type { EffectCheck, NumberState, StepResult, StoredAddress } from '../contract.ts';
import type { Answered } from '../kit/caller.ts';
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
import type { TwilioApi } from './api.ts';
import {
  createFields,
  friendlyName,
  isSameContent,
  toNumberState,
  toStoredAddress,
  updateFields,
} from './convert.ts';
import { cannot, unreadable } from './errors.ts';
import type { WireAddress } from './wire.ts';

/** The number that a handle belongs to, if it is this one; null when it is not, or when no handle is known. */
export async function numberOf(
  api: TwilioApi,
  phoneNumber: string,
  handle: string,
  call: Call,
): Promise<NumberState | null> {
  const found = handle === '' ? null : await api.fetchNumber(handle, call);
  return found?.phone_number === phoneNumber ? toNumberState(found) : null;
}

/**
 * Finds one number of the account: by its handle, in which no list takes part, else by `+` and digits; null when it is not
 * there.
 */
export async function findNumber(
  api: TwilioApi,
  phoneNumber: string,
  call: Call,
  handle = '',
): Promise<NumberState | null> {
  const known = await numberOf(api, phoneNumber, handle, call);
  if (known !== null) return known;
  // The filter matches parts of numbers, so equality is checked again here.
  const listed = api.listNumbers({ PhoneNumber: phoneNumber }, call);
  const found = await findItem(listed, (number) => number.phone_number === phoneNumber);
  return found && toNumberState(found);
}

export const STEPS: StepTable<TwilioApi> = {
  'create-address': {
    async execute(api, step, call) {
      const answer = await api.createAddress(createFields(step), step.address, call);
      return stored(step.kind, answer, step.callerName);
    },
    check: checkCreated,
  },
  'update-address': {
    async execute(api, step, call) {
      const answer = await api.updateAddress(step.addressId, updateFields(step), step.address, call);
      return stored(step.kind, answer, step.callerName);
    },
    async check(api, step, call) {
      const found = await api.fetchAddress(step.addressId, call);
      if (!found) return unclear(`The address ${step.addressId} is gone.`);
      const present = toStoredAddress(found.body);
      const name = friendlyName(step.tag, step.label);
      const isSame =
        present.emergencyEnabled && isSameContent(present, step) && (name === '' || present.tag === name);
      return isSame ? done({ id: present.id, stored: present }, found.requestId) : absent;
    },
  },
  'delete-address': addressDeletion('deleteAddress', 'fetchAddress'),
  associate: {
    async execute(api, step, call) {
      const handle = await handleOf(api, step, call);
      const fields = { EmergencyAddressSid: step.addressId };
      const answer = await api.updateNumber(step.kind, handle, fields, call);
      if (answer.body.emergency_address_sid !== step.addressId) {
        throw unreadable(step.kind, answer, 'the number does not show the address');
      }
      return { id: step.addressId, handle, requestId: answer.requestId };
    },
    check: checkNumber,
  },
  disassociate: {
    async execute(api, step, call) {
      const handle = await handleOf(api, step, call);
      // Blank, not absent: that is how an address is taken off. The answer proves nothing, polling does.
      const { requestId } = await api.updateNumber(step.kind, handle, { EmergencyAddressSid: '' }, call);
      return { id: handle, handle, requestId };
    },
    check: checkNumber,
  },
  'switch-emergency': {
    async execute(api, step, call) {
      const handle = await handleOf(api, step, call);
      const fields = { EmergencyStatus: step.on ? 'Active' : 'Inactive' };
      const { body, requestId } = await api.updateNumber(step.kind, handle, fields, call);
      return { id: handle, handle, requestId, isIgnored: showsOpposite(body.emergency_status, step.on) };
    },
    check: checkNumber,
  },
};

/**
 * Whether the answer to a switch shows the other state for good. Since 2021-10-06 Twilio takes EmergencyStatus and changes
 * nothing (its changelog of that day); an account that still switches shows the new state or a pending word.
 */
function showsOpposite(status: string | null | undefined, on: boolean): boolean {
  return status?.trim().toLowerCase() === (on ? 'inactive' : 'active');
}

type OnNumber = Of<'associate' | 'disassociate' | 'switch-emergency'>;

async function checkCreated(api: TwilioApi, step: Of<'create-address'>, call: Call): Promise<EffectCheck> {
  if (step.tag === '') {
    return unclear('The address was sent without a tag, so it cannot be told from others.');
  }
  // Not filtered by EmergencyEnabled: an address made without it must be found too, or a second one would be made.
  const listed = api.listAddresses({ CustomerName: step.callerName }, call);
  const own = await findItem(listed, ({ friendly_name }) => startsWithTag(friendly_name ?? '', step.tag));
  if (own === null) return absent;
  const present = toStoredAddress(own);
  const flaw = flawOf(present, step.callerName);
  return flaw === '' ? done({ id: present.id, stored: present }) : unclear(`${present.id}: ${flaw}`);
}

async function checkNumber(api: TwilioApi, step: OnNumber, call: Call): Promise<EffectCheck> {
  const number = await findNumber(api, step.phoneNumber, call, step.handle);
  if (number === null) return unclear(`${step.phoneNumber} is not in the account any more.`);
  const { handle, emergency } = number;
  const { state, addressId, switchedOn } = emergency;
  const left = { id: handle, handle };
  if (step.kind === 'switch-emergency') {
    return switchedOn === null
      ? unclear('Twilio does not say whether emergency calling is on.')
      : doneIf(switchedOn === step.on, left);
  }
  if (state === 'unknown' || state === 'removal-failed') {
    return unclear(`The number's emergency address status is "${emergency.status}".`);
  }
  if (step.kind === 'disassociate') return doneIf(addressId === '' || state === 'removing', left);
  if (addressId === '') return absent;
  if (addressId !== step.addressId || state === 'removing') {
    return unclear(`The number has the address ${addressId} (${emergency.status}).`);
  }
  return done({ id: addressId, handle });
}

function stored(operation: string, answer: Answered<WireAddress>, callerName: string): StepResult {
  const present = toStoredAddress(answer.body);
  const flaw = flawOf(present, callerName);
  if (flaw !== '') throw unreadable(operation, answer, `of ${present.id} ${flaw}`);
  return { id: present.id, stored: present, requestId: answer.requestId };
}

/**
 * Why an address that was written must not be used; empty when it may. What Twilio made of the place itself is not a flaw
 * but goes back as `stored`: whether a correction is taken is the row's matter.
 */
function flawOf(present: StoredAddress, callerName: string): string {
  if (!present.emergencyEnabled) return 'emergency use is not enabled';
  return isSameText(present.callerName ?? '', callerName)
    ? ''
    : 'the customer name is not the one that was sent';
}

async function handleOf(api: TwilioApi, step: OnNumber, call: Call): Promise<string> {
  if (step.handle !== '') return step.handle;
  const number = await findNumber(api, step.phoneNumber, call);
  if (number !== null) return number.handle;
  throw cannot(
    step.kind,
    `${step.phoneNumber} is not in this Twilio account.`,
    'Check phone_number and account of the row.',
  );
}
