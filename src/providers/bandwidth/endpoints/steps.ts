import { isSameText } from '../../../domain/address/same-text.ts';
import { isPhoneNumber } from '../../../domain/request/subject-key.ts';
import type { Call } from '../../../http/transport.ts';
import type { EffectCheck, StepResult, StoredAddress } from '../../contract.ts';
import type { Answered } from '../../kit/caller.ts';
import {
  absent,
  addressDeletion,
  done,
  doneIf,
  type Of,
  type StepTable,
  unclear,
} from '../../kit/step-table.ts';
import { toTelephoneNumber, toWireAddress } from '../convert.ts';
import { unreadable } from '../errors.ts';
import type { Changed, EndpointsApi } from './api.ts';
import { endpointOf, findEndpoint, type OnNumber } from './find.ts';
import { indexEndpoints } from './recent-endpoints.ts';
import type { WatchedApi } from './watched-api.ts';
import { locationDocument, ownEndUserId } from './wire.ts';

export const STEPS: StepTable<WatchedApi> = {
  'create-address': {
    async execute(api, step, call) {
      const content = locationDocument(step.kind, step.tag, step);
      return written(step.kind, step.tag, await api.createLocation(content, call));
    },
    async check(api, { tag }, call) {
      if (tag === '') return unclear('The location was sent without an ID of its own.');
      const found = await api.fetchLocation(tag, call);
      return found === null ? absent : done({ id: found.id, stored: found });
    },
  },
  'update-address': {
    async execute(api, step, call) {
      const { kind, addressId: id } = step;
      // PUT replaces the whole location: a description that the row does not change is sent again.
      const present = step.label === '' ? await api.fetchLocation(id, call) : null;
      const label = step.label || (present?.label ?? '');
      const changed = await api.updateLocation(id, locationDocument(kind, id, { ...step, label }), call);
      return written(kind, id, await withBody(api, id, changed, call));
    },
    async check(api, step, call) {
      const found = await api.fetchLocation(step.addressId, call);
      if (found === null) return unclear(`The location ${step.addressId} is gone.`);
      return doneIf(isSame(found, step), { id: found.id, stored: found });
    },
  },
  'delete-address': addressDeletion('deleteLocation', 'fetchLocation'),
  associate: { execute: associate, check: checkEndpoint },
  disassociate: {
    async execute(api, step, call) {
      const handle = step.handle || (await endpointOf(api, step, call)).endpointId;
      const { requestId } = await api.deleteEndpoint(handle, call);
      return { id: handle, handle: '', requestId };
    },
    check: checkEndpoint,
  },
  'switch-emergency': {
    async execute(api, step, call) {
      const endpoint = await endpointOf(api, step, call);
      const requested = { ...endpoint, activated: String(step.on) };
      const { requestId } = await api.updateEndpoint(step.kind, requested, call);
      const { endpointId } = endpoint;
      return { id: endpointId, handle: endpointId, following: endpointId, requestId };
    },
    check: checkEndpoint,
  },
  'add-recipient': {
    async execute(api, { recipient }, call) {
      const { requestId } = await api.createRecipient(recipient, call);
      return { id: '', requestId };
    },
    async check(api, { recipient: { email, phone } }, call) {
      const found = (await api.listRecipients(call)).find(
        (recipient) =>
          isSameText(recipient.email, email) &&
          toTelephoneNumber(recipient.phone) === toTelephoneNumber(phone),
      );
      return doneIf(found !== undefined, { id: found?.id ?? '' });
    },
  },
};

/** Puts the endpoint on the location, or makes the endpoint; a list is looked at first, or a second might be made. */
async function associate(api: WatchedApi, step: Of<'associate'>, call: Call): Promise<StepResult> {
  const { phoneNumber: key, handle } = step;
  const named = step.endUserId ?? (isPhoneNumber(key) ? '' : key);
  const present =
    handle === ''
      ? findEndpoint(await api.recentEndpoints(call), key, named)
      : await endpointOf(api, step, call);
  const endUserId = named || present?.alternateEndUserId || ownEndUserId(key);
  if (handle !== '' && endUserId !== present?.alternateEndUserId) {
    findEndpoint(await api.recentEndpoints(call), key, named);
  }
  const telephoneNumber = isPhoneNumber(key) ? toTelephoneNumber(key) : '';
  const requested = {
    endpointId: present?.endpointId ?? '',
    alternateEndUserId: endUserId,
    callerName: step.callerName || (present?.callerName ?? ''),
    locationId: step.addressId,
    telephoneNumber: present?.telephoneNumber || telephoneNumber,
    activated: 'true',
  };
  const answer =
    present === null
      ? await api.createEndpoint(requested, call)
      : await api.updateEndpoint('associate', requested, call);
  const { body } = answer;
  const id = body?.endpointId || requested.endpointId;
  if (id === '' || (body !== null && body.locationId !== step.addressId)) {
    throw unreadable('associate', answer, 'the endpoint does not show the location');
  }
  return { id, handle: id, following: id, requestId: answer.requestId };
}

/** The answer to a PUT may have no body, and only the location itself says whether its new address is VALID. */
async function withBody(
  api: EndpointsApi,
  id: string,
  answer: Changed<StoredAddress>,
  call: Call,
): Promise<Answered<StoredAddress>> {
  if (answer.body !== null) return { ...answer, body: answer.body };
  const read = await api.fetchLocation(id, call).catch((error: unknown) => {
    throw unreadable('update-address', answer, 'the location cannot be read back', error);
  });
  if (read === null) throw unreadable('update-address', answer, 'the location is gone');
  return { body: read, requestId: answer.requestId };
}

function written(operation: string, id: string, { body, requestId }: Answered<StoredAddress>): StepResult {
  if (body.id === '' || (id !== '' && body.id !== id)) {
    const what = 'the location has another ID than the one that was sent';
    throw unreadable(operation, { requestId }, what);
  }
  return { id: body.id, stored: body, requestId };
}

async function checkEndpoint(api: WatchedApi, step: OnNumber, call: Call): Promise<EffectCheck> {
  // The endpoint that was named is what changed or did not, however many the number has; no list takes part.
  const endpoint =
    step.handle === ''
      ? findEndpoint(indexEndpoints(await api.listEndpoints(call)), step.phoneNumber)
      : await api.fetchEndpoint(step.handle, call);
  const handle = endpoint?.endpointId ?? '';
  const left = { id: handle || step.handle, handle };
  if (step.kind === 'disassociate') return doneIf(endpoint === null, left);
  if (step.kind === 'switch-emergency') {
    if (endpoint === null) return unclear(`${step.phoneNumber} has no endpoint any more.`);
    if (endpoint.activated === '') return unclear('Bandwidth does not say whether the endpoint is active.');
    return doneIf(endpoint.activated === String(step.on), left);
  }
  if (endpoint === null) return absent;
  // Any name stays when the step names none.
  const isNamed = step.callerName === '' || isSameText(endpoint.callerName, step.callerName);
  const isUsers = step.endUserId === undefined || endpoint.alternateEndUserId === step.endUserId;
  const isOn = endpoint.activated !== 'false';
  return doneIf(endpoint.locationId === step.addressId && isNamed && isUsers && isOn, left);
}

/** Whether the location holds what was sent, piece by piece. */
function isSame(found: StoredAddress, step: Of<'update-address'>): boolean {
  const present = Object.values(toWireAddress('check-effect', found.address));
  const requested = Object.values(toWireAddress('check-effect', step.address));
  return (
    isSameText(present.join('|'), requested.join('|')) &&
    (step.label === '' || isSameText(found.label, step.label))
  );
}
