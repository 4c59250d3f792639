import type { Call } from '../../../http/transport.ts';
import type { LookResult, NumberState, Step, StepResult, StoredAddress } from '../../contract.ts';
import { isSameText, toPhoneNumber, toTelephoneNumber, toWireAddress } from '../convert.ts';
import { cannot, invalidAddress, unreadable } from '../errors.ts';
import type { Changed, EndpointsApi } from './api.ts';
import { countryOf } from './numbers.ts';
import { type Endpoint, locationDocument, toNumberState } from './wire.ts';

/**
 * One number with its endpoint and location. There is no list of numbers at this API, so a number without an endpoint is
 * one that can be given one; null only for numbers that Bandwidth cannot have.
 */
export async function findNumber(
  api: EndpointsApi,
  phoneNumber: string,
  call: Call,
): Promise<NumberState | null> {
  const country = countryOf(phoneNumber);
  if (country === '') return null;
  const endpoint = await findEndpoint(api, phoneNumber, call);
  const hasLocation = endpoint !== null && endpoint.locationId !== '';
  const location = hasLocation ? await api.fetchLocation(endpoint.locationId, call) : null;
  return toNumberState(phoneNumber, country, endpoint, location ?? undefined);
}

/** The endpoint of a telephone number; null when there is none. @throws ProviderError when there are several. */
async function findEndpoint(api: EndpointsApi, phoneNumber: string, call: Call): Promise<Endpoint | null> {
  const endpoints = await api.listEndpoints(call);
  const own = endpoints.filter(({ telephoneNumber }) => toPhoneNumber(telephoneNumber) === phoneNumber);
  if (own.length > 1) {
    throw cannot(
      'find-number',
      `${phoneNumber} has ${own.length} endpoints: ${own.map(({ endpointId }) => endpointId).join(', ')}.`,
      'Delete all but one of them in the Bandwidth Dashboard.',
    );
  }
  return own[0] ?? null;
}

/** Carries out one step with exactly one changing call. */
export async function execute(api: EndpointsApi, step: Step, call: Call): Promise<StepResult> {
  switch (step.kind) {
    case 'create-address': {
      const content = locationDocument(step.kind, step.mark, step);
      return written(step.kind, step.mark, await api.createLocation(content, call));
    }
    case 'update-address': {
      const content = locationDocument(step.kind, step.addressId, step);
      return written(step.kind, step.addressId, await api.updateLocation(step.addressId, content, call));
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
      return { id: endpoint.endpointId, handle: endpoint.endpointId, requestId: answer.requestId };
    }
    case 'add-recipient': {
      const { answer } = await api.createRecipient(step.recipient, call);
      return { id: '', requestId: answer.requestId };
    }
    default:
      throw notOurs(step);
  }
}

/** Puts the number's endpoint on the location, or makes the endpoint; the list is asked first, or a second might be made. */
async function associate(
  api: EndpointsApi,
  step: Extract<Step, { kind: 'associate' }>,
  call: Call,
): Promise<StepResult> {
  const present =
    step.handle === '' ? await findEndpoint(api, step.phoneNumber, call) : await endpointOf(api, step, call);
  const telephoneNumber = toTelephoneNumber(step.phoneNumber);
  const wished = {
    endpointId: present?.endpointId ?? '',
    // An identifier needs a letter (8015), so the number alone is none.
    alternateEndUserId: present?.alternateEndUserId || `tn${telephoneNumber}`,
    callerName: step.callerName || (present?.callerName ?? ''),
    locationId: step.addressId,
    telephoneNumber: present?.telephoneNumber || telephoneNumber,
    activated: 'true',
  };
  const { body, answer } =
    present === null
      ? await api.createEndpoint(wished, call)
      : await api.updateEndpoint('associate', wished, call);
  const id = body?.endpointId || wished.endpointId;
  if (id === '' || (body !== null && body.locationId !== step.addressId)) {
    throw unreadable('associate', answer, 'the endpoint does not show the location');
  }
  return { id, handle: id, requestId: answer.requestId };
}

type OnNumber = Extract<Step, { kind: 'associate' | 'disassociate' | 'switch-emergency' }>;

async function endpointOf(api: EndpointsApi, step: OnNumber, call: Call): Promise<Endpoint> {
  const endpoint =
    step.handle === ''
      ? await findEndpoint(api, step.phoneNumber, call)
      : await api.fetchEndpoint(step.handle, call);
  if (endpoint === null) {
    throw cannot(
      step.kind,
      `${step.phoneNumber} has no endpoint${step.handle === '' ? '' : ` ${step.handle}`} in this account.`,
      'Check phone_number and endpoint_id of the row, or assign an address first.',
    );
  }
  return endpoint;
}

/** Reads whether a step took effect. */
export async function look(api: EndpointsApi, step: Step, call: Call): Promise<LookResult> {
  switch (step.kind) {
    case 'create-address': {
      if (step.mark === '') return unclear('The location was sent without an id of its own.');
      const found = await api.fetchLocation(step.mark, call);
      if (found === null) return { found: 'absent' };
      return found.emergencyEnabled ? done(found) : unclear(`The location ${found.id} is ${found.status}.`);
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
    case 'associate':
    case 'disassociate':
    case 'switch-emergency':
      return lookAtEndpoint(step, await findEndpoint(api, step.phoneNumber, call));
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
      throw notOurs(step);
  }
}

function lookAtEndpoint(step: OnNumber, endpoint: Endpoint | null): LookResult {
  const handle = endpoint?.endpointId ?? '';
  const result: LookResult = { found: 'done', result: { id: handle || step.handle, handle, requestId: '' } };
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
  return endpoint.locationId === step.addressId && isNamed && endpoint.activated !== 'false'
    ? result
    : { found: 'absent' };
}

/** Whether the location holds what was sent, piece by piece. */
function isSame(found: StoredAddress, step: Extract<Step, { kind: 'update-address' }>): boolean {
  const present = Object.values(toWireAddress('look', found.address));
  const wished = Object.values(toWireAddress('look', step.address));
  return (
    isSameText(present.join('|'), wished.join('|')) &&
    (step.label === '' || isSameText(found.label, step.label))
  );
}

function written(operation: string, id: string, { body, answer }: Changed<StoredAddress>): StepResult {
  if (body === null) return { id, requestId: answer.requestId };
  if (!body.emergencyEnabled) throw invalidAddress(operation, body.status, answer);
  if (body.id === '' || (id !== '' && body.id !== id)) {
    throw unreadable(operation, answer, 'the location has another id than the one that was sent');
  }
  return { id: body.id, stored: body, requestId: answer.requestId };
}

function notOurs(step: Step) {
  return cannot(
    step.kind,
    `Bandwidth's endpoints API cannot carry out ${step.kind}.`,
    'Run `e911 providers` to see what each provider can do.',
  );
}

function done(stored: StoredAddress): LookResult {
  return { found: 'done', result: { id: stored.id, stored, requestId: '' } };
}

function unclear(why: string): LookResult {
  return { found: 'unclear', why };
}
