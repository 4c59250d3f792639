import type { SandboxResponse } from '../../stand-in.ts';
import { Refusal } from '../refusal.ts';
import type { Exchange } from './exchange.ts';
import { document, listing, readBody } from './wire.ts';

export function listRecipients({ store, switches }: Exchange): SandboxResponse {
  const items = [...store.recipients.values()].map((recipient) => ({ ...recipient }));
  return listing(switches, 'NotificationRecipientListResponse', 'notificationRecipients', items);
}

/** A recipient that is sent twice is there twice: the seed names no rule against it. */
export function createRecipient({ store, switches, request, effect }: Exchange): SandboxResponse {
  const body = readBody(request, 'NotificationRecipient', ['emailAddress', 'phoneNumber', 'description']);
  const [emailAddress, phoneNumber] = [body.text('emailAddress'), body.text('phoneNumber')];
  if (emailAddress === '' && phoneNumber === '') {
    throw new Refusal(400, '8069', 'EmailAddress must be included.');
  }
  if (emailAddress !== '' && !/^[^\s@]+@[^\s@]+$/.test(emailAddress)) {
    throw new Refusal(400, '8070', `EmailAddress '${emailAddress}' is invalid.`);
  }
  const made = { id: store.nextId('rcp'), emailAddress, phoneNumber, description: body.text('description') };
  store.recipients.set(made.id, made);
  effect('add-recipient', emailAddress || phoneNumber, made.description);
  return document(switches, 'NotificationRecipient', { ...made }, 201);
}
