import { samePlace } from '../../domain/address/place-key.ts';
import { isSameText } from '../../domain/address/same-text.ts';
import type { Request } from '../../domain/request/request.ts';
import type { Instruction } from '../../journal/records.ts';
import type {
  AddressContent,
  Capabilities,
  NumberState,
  Step,
  StoredAddress,
} from '../../providers/contract.ts';
import { notInAccount, takeOff, turn, UNCOVER } from '../context/number-steps.ts';
import { type Composed, failed, type Present, unchanged } from '../context/present.ts';

const COVER = { do: 'await', state: 'covered' } as const satisfies Instruction;

/** The instruction that gives a number its address. */
export type Associate = Extract<Instruction, { do: 'step' }> & {
  readonly step: Extract<Step, { kind: 'associate' }>;
};

/** The number has this address and is covered; another present address is replaced. */
export function composeAssign(present: Present, capabilities: Capabilities): Composed {
  const { number, content, request } = present;
  if (!number) return notInAccount(request);
  const isById = usesExisting(request);
  if (isById) {
    if (!present.named) return failed('addressIdUnknown', { addressId: request.addressId });
    if (!present.named.emergencyEnabled && !capabilities.enablesAddresses) {
      return failed('addressNotForEmergency', { addressId: request.addressId });
    }
  }
  const target = isById && present.named ? contentOfStored(present.named, request) : content;
  if (!target) return failed('addressMissing');
  const associate: Associate = {
    do: 'step',
    step: {
      kind: 'associate',
      phoneNumber: number.phoneNumber,
      handle: number.handle,
      addressId: request.addressId,
      ...(request.endUserId === undefined ? {} : { endUserId: request.endUserId }),
      ...target,
    },
    ...waitsFor(present, capabilities),
  };
  const off =
    number.emergency.switchedOn === false &&
    capabilities.emergencySwitch === 'own-call' &&
    !present.switchIgnored;
  const enable = off ? [turn(number, true)] : [];
  const isSame = sameEndUser(present) && sameAddress(present, target, capabilities);
  const { state } = number.emergency;
  if (isSame && state === 'covered') {
    if (
      enable.length === 0 &&
      !(capabilities.emergencySwitch === 'field' && number.emergency.switchedOn === false)
    ) {
      return unchanged(present, 'already covered by this address', number.emergency.addressId);
    }
    return capabilities.emergencySwitch === 'field'
      ? { kind: 'program', program: [associate, COVER], verb: 'enable', opensGap: false }
      : { kind: 'program', program: enable, verb: 'enable', opensGap: false };
  }
  if (isSame && state === 'pending') {
    return { kind: 'program', program: [...enable, COVER], verb: 'wait', opensGap: false };
  }
  return moveTo(number, associate, enable, capabilities);
}

/**
 * Puts a number on an address, whatever it has now: replaced in place where the provider can, else taken off first, which
 * opens a gap when the number is covered. `enable` goes right behind the association.
 */
export function moveTo(
  number: NumberState,
  associate: Associate,
  enable: readonly Instruction[],
  capabilities: Capabilities,
): Extract<Composed, { kind: 'program' }> {
  const { state } = number.emergency;
  // A number that is losing its address takes a new one when it has lost it: until then another order works on it.
  if (capabilities.replacement === 'in-place' && state !== 'removing') {
    return {
      kind: 'program',
      program: [associate, COVER],
      verb: state === 'missing' ? 'assign' : 'replace',
      opensGap: false,
    };
  }
  if (state === 'missing') {
    return { kind: 'program', program: [associate, ...enable, COVER], verb: 'assign', opensGap: false };
  }
  if (state === 'removing') {
    return {
      kind: 'program',
      program: [UNCOVER, associate, ...enable, COVER],
      verb: 'assign',
      opensGap: false,
    };
  }
  const opensGap = state === 'covered' || state === 'pending' || state === 'unknown';
  return {
    kind: 'program',
    verb: 'replace',
    opensGap,
    program: [
      { ...takeOff(number, associate.step.tag), opensGap },
      UNCOVER,
      associate,
      ...enable,
      { ...COVER, closesGap: opensGap },
    ],
  };
}

/** Whether the number's endpoint has the end user that the row names, if it names one. */
function sameEndUser({ number, request }: Present): boolean {
  return request.endUserId === undefined || request.endUserId === number?.facts['endpoint_user_id'];
}

/** Whether the number has the requested address now, whatever the spelling. */
function sameAddress(present: Present, target: AddressContent, capabilities: Capabilities): boolean {
  const { number, stored, request } = present;
  if (!number) return false;
  if (request.addressId !== '') return number.emergency.addressId === request.addressId;
  const address = stored?.address ?? number.emergency.address;
  if (!address) return false;
  const isAccepted = (it: Parameters<Present['keyOf']>[0]): boolean =>
    present.acceptedKey !== null && present.keyOf(it) === present.acceptedKey;
  if (stored && isAccepted(stored)) return true;
  const { callerName: given } = number.emergency;
  if (!samePlace(address, target.address) && !isAccepted({ address, callerName: given })) return false;
  const callerName =
    capabilities.callerNameIn === 'address' ? (stored?.callerName ?? null) : number.emergency.callerName;
  // A row without a name asks for no other name.
  if (target.callerName === '') return true;
  return callerName === null || isSameText(callerName, target.callerName);
}

/** The address record that the association waits for; nothing where it is sent with the ID of the row. */
function waitsFor(present: Present, capabilities: Capabilities): Pick<Associate, 'addressKey'> {
  const { request, named } = present;
  if (!usesExisting(request)) return { addressKey: present.addressKey };
  const toEnable = namedOnlyToEnable(request, named, capabilities);
  return toEnable === null ? {} : { addressKey: enabledKey(toEnable.id) };
}

/** The address of `address_id` where it has to be enabled for emergency calls first; null where it serves as it is. */
export function namedOnlyToEnable(
  request: Request,
  named: StoredAddress | null,
  { enablesAddresses }: Capabilities,
): StoredAddress | null {
  return usesExisting(request) && named?.emergencyEnabled === false && enablesAddresses ? named : null;
}

/** Whether the row names an address that is there, and that no row of its sheet adds. */
function usesExisting({ addressId, addressRow }: Request): boolean {
  return addressId !== '' && addressRow === undefined;
}

/** Key of the record of an address that a row names and the run enables: it is that address and no other for its place. */
export function enabledKey(addressId: string): string {
  return `id|${addressId}`;
}

/** What an association writes of an address that is there already. */
export function contentOfStored(stored: StoredAddress, request: Request): AddressContent {
  return {
    address: stored.address,
    callerName: stored.callerName ?? request.callerName,
    label: stored.label,
    addressKind: request.addressKind,
    tag: '',
  };
}
