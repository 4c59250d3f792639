import { isPhoneNumber } from '../../../domain/request/subject-key.ts';
import type { Call } from '../../../http/transport.ts';
import type { Step, StepResult, StoredAddress } from '../../contract.ts';
import { toTelephoneNumber } from '../convert.ts';
import { cannotCarryOut, unreadable } from '../errors.ts';
import type { Changed, EndpointsApi } from './api.ts';
import { endpointOf, findEndpoint } from './find.ts';
import { locationDocument, ownEndUserId } from './wire.ts';

/** Carries out one step with exactly one changing call. */
export async function execute(api: EndpointsApi, step: Step, call: Call): Promise<StepResult> {
  switch (step.kind) {
    case 'create-address': {
      const content = locationDocument(step.kind, step.tag, step);
      return written(step.kind, step.tag, await api.createLocation(content, call));
    }
    case 'update-address': {
      // PUT replaces the whole location: a description that the row does not change is sent again.
      const present = step.label === '' ? await api.fetchLocation(step.addressId, call) : null;
      const label = step.label || (present?.label ?? '');
      const content = locationDocument(step.kind, step.addressId, { ...step, label });
      const changed = await api.updateLocation(step.addressId, content, call);
      return written(step.kind, step.addressId, await withBody(api, step.addressId, changed, call));
    }
    case 'delete-address': {
      const { answer } = await api.deleteLocation(step.addressId, call);
      return { id: step.addressId, requestId: answer.requestId };
    }
    case 'associate':
      return await associate(api, step, call);
    case 'disassociate': {
      const handle = step.handle || (await endpointOf(api, step, call)).endpointId;
      const { answer } = await api.deleteEndpoint(handle, call);
      return { id: handle, handle: '', requestId: answer.requestId };
    }
    case 'switch-emergency': {
      const endpoint = await endpointOf(api, step, call);
      const { answer } = await api.updateEndpoint(
        step.kind,
        { ...endpoint, activated: String(step.on) },
        call,
      );
      const { endpointId } = endpoint;
      return { id: endpointId, handle: endpointId, following: endpointId, requestId: answer.requestId };
    }
    case 'add-recipient': {
      const { answer } = await api.createRecipient(step.recipient, call);
      return { id: '', requestId: answer.requestId };
    }
    default:
      throw cannotCarryOut(step.kind, 'Bandwidth (endpoints)');
  }
}

/** Puts the endpoint on the location, or makes the endpoint; the list is asked first, or a second might be made. */
async function associate(
  api: EndpointsApi,
  step: Extract<Step, { kind: 'associate' }>,
  call: Call,
): Promise<StepResult> {
  const { phoneNumber: key, handle } = step;
  const named = step.endUserId ?? (isPhoneNumber(key) ? '' : key);
  const present =
    handle === '' ? await findEndpoint(api, key, call, named) : await endpointOf(api, step, call);
  const endUserId = named || present?.alternateEndUserId || ownEndUserId(key);
  if (handle !== '' && endUserId !== present?.alternateEndUserId) await findEndpoint(api, key, call, named);
  const telephoneNumber = isPhoneNumber(key) ? toTelephoneNumber(key) : '';
  const requested = {
    endpointId: present?.endpointId ?? '',
    alternateEndUserId: endUserId,
    callerName: step.callerName || (present?.callerName ?? ''),
    locationId: step.addressId,
    telephoneNumber: present?.telephoneNumber || telephoneNumber,
    activated: 'true',
  };
  const { body, answer } =
    present === null
      ? await api.createEndpoint(requested, call)
      : await api.updateEndpoint('associate', requested, call);
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
  { body, answer }: Changed<StoredAddress>,
  call: Call,
): Promise<Changed<StoredAddress>> {
  if (body !== null) return { body, answer };
  const read = await api.fetchLocation(id, call).catch((error: unknown) => {
    throw unreadable('update-address', answer, 'the location cannot be read back', error);
  });
  if (read === null) throw unreadable('update-address', answer, 'the location is gone');
  return { body: read, answer };
}

function written(operation: string, id: string, { body, answer }: Changed<StoredAddress>): StepResult {
  if (body === null) return { id, requestId: answer.requestId };
  if (body.id === '' || (id !== '' && body.id !== id)) {
    throw unreadable(operation, answer, 'the location has another id than the one that was sent');
  }
  return { id: body.id, stored: body, requestId: answer.requestId };
}
