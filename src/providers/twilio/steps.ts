import { isSameText } from '../../domain/address/same-text.ts';
import type { Call } from '../../http/transport.ts';
import type { EffectCheck, NumberState, Step, StepResult, StoredAddress } from '../contract.ts';
import type { Answered, TwilioApi } from './api.ts';
import {
  carriesTag,
  createFields,
  differences,
  friendlyName,
  toNumberState,
  toStoredAddress,
  updateFields,
} from './convert.ts';
import { cannot, cannotCarryOut, unreadable } from './errors.ts';
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
  for await (const page of api.listNumbers({ PhoneNumber: phoneNumber }, call)) {
    const found = page.find((number) => number.phone_number === phoneNumber);
    if (found) {
      return toNumberState(found);
    }
  }
  return null;
}

/** Carries out one step with exactly one changing call. */
export async function execute(api: TwilioApi, step: Step, call: Call): Promise<StepResult> {
  switch (step.kind) {
    case 'create-address':
      return stored(
        step.kind,
        await api.createAddress(createFields(step), step.address, call),
        step.callerName,
      );
    case 'update-address': {
      const answer = await api.updateAddress(step.addressId, updateFields(step), step.address, call);
      return stored(step.kind, answer, step.callerName);
    }
    case 'delete-address':
      return { id: step.addressId, requestId: await api.deleteAddress(step.addressId, call) };
    case 'associate': {
      const handle = await handleOf(api, step, call);
      const answer = await api.updateNumber(
        'associate',
        handle,
        { EmergencyAddressSid: step.addressId },
        call,
      );
      if (answer.body.emergency_address_sid !== step.addressId) {
        throw missed('associate', answer, 'the number does not show the address');
      }
      return { id: step.addressId, handle, requestId: answer.requestId };
    }
    case 'disassociate': {
      const handle = await handleOf(api, step, call);
      // Blank, not absent: that is how an address is taken off. The answer proves nothing, polling does.
      const { requestId } = await api.updateNumber('disassociate', handle, { EmergencyAddressSid: '' }, call);
      return { id: handle, handle, requestId };
    }
    case 'switch-emergency': {
      const handle = await handleOf(api, step, call);
      const fields = { EmergencyStatus: step.on ? 'Active' : 'Inactive' };
      const { body, requestId } = await api.updateNumber('switch-emergency', handle, fields, call);
      return { id: handle, handle, requestId, isIgnored: showsOpposite(body.emergency_status, step.on) };
    }
    default:
      throw cannotCarryOut(step.kind);
  }
}

/** Reads whether a step took effect. */
export async function look(api: TwilioApi, step: Step, call: Call): Promise<EffectCheck> {
  switch (step.kind) {
    case 'create-address':
      return await lookForCreated(api, step, call);
    case 'update-address': {
      const found = await api.fetchAddress(step.addressId, call);
      if (!found) {
        return unclear(`The address ${step.addressId} is gone.`);
      }
      const present = toStoredAddress(found.body);
      const name = friendlyName(step.tag, step.label);
      const isSame =
        present.emergencyEnabled &&
        differences(present, step).length === 0 &&
        (name === '' || present.tag === name);
      return isSame ? doneWith(present, found.requestId) : { found: 'absent' };
    }
    case 'delete-address': {
      const found = await api.fetchAddress(step.addressId, call);
      return found ? { found: 'absent' } : { found: 'done', result: { id: step.addressId, requestId: '' } };
    }
    case 'associate':
    case 'disassociate':
    case 'switch-emergency': {
      const number = await findNumber(api, step.phoneNumber, call, step.handle);
      return number
        ? checkNumber(step, number)
        : unclear(`${step.phoneNumber} is not in the account any more.`);
    }
    default:
      throw cannotCarryOut(step.kind);
  }
}

/**
 * Whether the answer to a switch shows the other state for good. Since 2021-10-06 Twilio takes EmergencyStatus and changes
 * nothing (its changelog of that day); an account that still switches shows the new state or a pending word.
 */
function showsOpposite(status: string | null | undefined, on: boolean): boolean {
  return status?.trim().toLowerCase() === (on ? 'inactive' : 'active');
}

type Created = Extract<Step, { kind: 'create-address' }>;
type OnNumber = Extract<Step, { kind: 'associate' | 'disassociate' | 'switch-emergency' }>;

async function lookForCreated(api: TwilioApi, step: Created, call: Call): Promise<EffectCheck> {
  if (step.tag === '') {
    return unclear('The address was sent without a tag, so it cannot be told from others.');
  }
  // Not filtered by EmergencyEnabled: an address made without it must be found too, or a second one would be made.
  for await (const page of api.listAddresses({ CustomerName: step.callerName }, call)) {
    const own = page.find((address) => carriesTag(address.friendly_name ?? '', step.tag));
    if (own) {
      const present = toStoredAddress(own);
      const flaw = flawOf(present, step.callerName);
      return flaw === '' ? doneWith(present, '') : unclear(`${present.id}: ${flaw}`);
    }
  }
  return { found: 'absent' };
}

function checkNumber(step: OnNumber, { handle, emergency }: NumberState): EffectCheck {
  const done: EffectCheck = { found: 'done', result: { id: handle, handle, requestId: '' } };
  const { state, addressId, switchedOn } = emergency;
  if (step.kind === 'switch-emergency') {
    if (switchedOn === null) {
      return unclear('Twilio does not say whether emergency calling is on.');
    }
    return switchedOn === step.on ? done : { found: 'absent' };
  }
  if (state === 'unknown' || state === 'removal-failed') {
    return unclear(`The number's emergency address status is "${emergency.status}".`);
  }
  if (step.kind === 'disassociate') {
    return addressId === '' || state === 'removing' ? done : { found: 'absent' };
  }
  if (addressId === '') {
    return { found: 'absent' };
  }
  if (addressId !== step.addressId || state === 'removing') {
    return unclear(`The number has the address ${addressId} (${emergency.status}).`);
  }
  return { found: 'done', result: { id: addressId, handle, requestId: '' } };
}

function stored(operation: string, answer: Answered<WireAddress>, callerName: string): StepResult {
  const present = toStoredAddress(answer.body);
  const flaw = flawOf(present, callerName);
  if (flaw !== '') {
    throw missed(operation, answer, `of ${present.id} ${flaw}`);
  }
  return { id: present.id, stored: present, requestId: answer.requestId };
}

/**
 * Why an address that was written must not be used; empty when it may. What Twilio made of the place itself is not a flaw
 * but goes back as `stored`: whether a correction is taken is the row's matter.
 */
function flawOf(present: StoredAddress, callerName: string): string {
  if (!present.emergencyEnabled) {
    return 'emergency use is not enabled';
  }
  return present.callerName !== null && isSameText(present.callerName, callerName)
    ? ''
    : 'the customer name is not the one that was sent';
}

async function handleOf(api: TwilioApi, step: OnNumber, call: Call): Promise<string> {
  if (step.handle !== '') {
    return step.handle;
  }
  const number = await findNumber(api, step.phoneNumber, call);
  if (!number) {
    throw cannot(
      step.kind,
      `${step.phoneNumber} is not in this Twilio account.`,
      'Check phone_number and account of the row.',
    );
  }
  return number.handle;
}

function missed(operation: string, answer: Answered<unknown>, what: string) {
  return unreadable(operation, { status: 200, headers: {}, text: '', requestId: answer.requestId }, what);
}

function doneWith(present: StoredAddress, requestId: string): EffectCheck {
  return { found: 'done', result: { id: present.id, stored: present, requestId } };
}

function unclear(why: string): EffectCheck {
  return { found: 'unclear', why };
}
