import type { Instruction } from '../../journal/records.ts';
import type { Capabilities } from '../../providers/contract.ts';
import { notInAccount, takeOff, turn, UNCOVER } from '../context/number-steps.ts';
import { type Composed, failed, type Present, unchanged } from '../context/present.ts';

/** The number has no emergency address. */
export function composeRemove(present: Present, capabilities: Capabilities): Composed {
  const { number } = present;
  if (!number) return notInAccount(present.request);
  if (number.ambiguous !== undefined) {
    // One of several goes, and the others keep the number covered: no state needs to be waited for.
    return { kind: 'program', program: [takeOff(number)], verb: 'remove', opensGap: false };
  }
  const { state, addressId, address, switchedOn } = number.emergency;
  if (state === 'missing' && addressId === '' && address === null) {
    return unchanged(present, 'already without an emergency address');
  }
  const isSwitchedByCall =
    capabilities.emergencySwitch === 'own-call' && switchedOn === true && !present.switchIgnored;
  const drop: Instruction[] = state === 'removing' ? [] : [takeOff(number)];
  const disable: Instruction[] = isSwitchedByCall ? [turn(number, false)] : [];
  return { kind: 'program', program: [...drop, UNCOVER, ...disable], verb: 'remove', opensGap: false };
}

/** Emergency calling on or off, the address kept. */
export function composeSwitch(present: Present, on: boolean): Composed {
  const { number } = present;
  if (!number) return notInAccount(present.request);
  const { state, addressId, address } = number.emergency;
  // A number without an address may be called on all the same (Twilio's is always Active), and is not covered.
  const hasAddress = addressId !== '' || address !== null;
  if (on && !hasAddress) return failed('switchWithoutAddress', { phoneNumber: number.phoneNumber });
  if (present.switchIgnored) {
    if (!on) return failed('switchIgnored');
    return unchanged(present, `its emergency address is in effect (${state})`, addressId);
  }
  if (number.emergency.switchedOn === on) {
    return unchanged(present, `emergency calling is already ${on ? 'on' : 'off'}`);
  }
  return {
    kind: 'program',
    verb: on ? 'enable' : 'disable',
    opensGap: false,
    program: [turn(number, on), { do: 'await', state: 'switched', on }],
  };
}
