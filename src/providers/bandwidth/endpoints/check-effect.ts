import { isSameText } from '../../../domain/address/same-text.ts';
import type { Call } from '../../../http/transport.ts';
import type { EffectCheck, Step, StoredAddress } from '../../contract.ts';
import { toTelephoneNumber, toWireAddress } from '../convert.ts';
import { cannotCarryOut } from '../errors.ts';
import type { EndpointsApi } from './api.ts';
import { findEndpoint, type OnNumber } from './find.ts';
import type { Endpoint } from './wire.ts';

/** Reads whether a step took effect. */
export async function look(api: EndpointsApi, step: Step, call: Call): Promise<EffectCheck> {
  switch (step.kind) {
    case 'create-address': {
      if (step.tag === '') return unclear('The location was sent without an id of its own.');
      const found = await api.fetchLocation(step.tag, call);
      return found === null ? { found: 'absent' } : done(found);
    }
    case 'update-address': {
      const found = await api.fetchLocation(step.addressId, call);
      if (found === null) return unclear(`The location ${step.addressId} is gone.`);
      return isSame(found, step) ? done(found) : { found: 'absent' };
    }
    case 'delete-address': {
      const found = await api.fetchLocation(step.addressId, call);
      return found ? { found: 'absent' } : { found: 'done', result: { id: step.addressId, requestId: '' } };
    }
    case 'disassociate':
    case 'associate':
    case 'switch-emergency':
      // The endpoint that was named is what changed or did not, however many the number has; no list takes part.
      return checkEndpoint(
        step,
        step.handle === ''
          ? await findEndpoint(api, step.phoneNumber, call)
          : await api.fetchEndpoint(step.handle, call),
      );
    case 'add-recipient': {
      const { email, phone } = step.recipient;
      const found = (await api.listRecipients(call)).find(
        (recipient) =>
          isSameText(recipient.email, email) &&
          toTelephoneNumber(recipient.phone) === toTelephoneNumber(phone),
      );
      return found ? { found: 'done', result: { id: found.id, requestId: '' } } : { found: 'absent' };
    }
    default:
      throw cannotCarryOut(step.kind, 'Bandwidth (endpoints)');
  }
}

function checkEndpoint(step: OnNumber, endpoint: Endpoint | null): EffectCheck {
  const handle = endpoint?.endpointId ?? '';
  const result: EffectCheck = { found: 'done', result: { id: handle || step.handle, handle, requestId: '' } };
  if (step.kind === 'disassociate') return endpoint === null ? result : { found: 'absent' };
  if (endpoint === null) {
    return step.kind === 'associate'
      ? { found: 'absent' }
      : unclear(`${step.phoneNumber} has no endpoint any more.`);
  }
  if (step.kind === 'switch-emergency') {
    if (endpoint.activated === '') return unclear('Bandwidth does not say whether the endpoint is active.');
    return endpoint.activated === String(step.on) ? result : { found: 'absent' };
  }
  // Any name stays when the step names none.
  const isNamed = step.callerName === '' || isSameText(endpoint.callerName, step.callerName);
  const isUsers = step.endUserId === undefined || endpoint.alternateEndUserId === step.endUserId;
  return endpoint.locationId === step.addressId && isNamed && isUsers && endpoint.activated !== 'false'
    ? result
    : { found: 'absent' };
}

/** Whether the location holds what was sent, piece by piece. */
function isSame(found: StoredAddress, step: Extract<Step, { kind: 'update-address' }>): boolean {
  const present = Object.values(toWireAddress('look', found.address));
  const requested = Object.values(toWireAddress('look', step.address));
  return (
    isSameText(present.join('|'), requested.join('|')) &&
    (step.label === '' || isSameText(found.label, step.label))
  );
}

function done(stored: StoredAddress): EffectCheck {
  return { found: 'done', result: { id: stored.id, stored, requestId: '' } };
}

function unclear(why: string): EffectCheck {
  return { found: 'unclear', why };
}
