import type { SandboxRequest, SandboxResponse } from '../../stand-in.ts';
import { notFound, Refusal } from '../refusal.ts';
import type { XmlNode } from '../xml.ts';
import { isoDate, type KeptRecipient, nextId, type OrdersStore } from './store.ts';
import { childIn, echo, type Fields, readBody, textIn, xmlAnswer } from './wire.ts';

const ROOT = 'EmergencyNotificationRecipientsResponse';
/** What each type has to name: element, and the value's own check. */
const TYPES: ReadonlyMap<string, { readonly element: string; readonly check: (node: XmlNode) => void }> =
  new Map([
    ['EMAIL', { element: 'EmailAddress', check: checkEmail }],
    ['SMS', { element: 'Sms', check: checkNumber }],
    ['TTS', { element: 'Tts', check: checkNumber }],
    ['CALLBACK', { element: 'Callback', check: checkUrl }],
  ]);

function xmlOf(store: OrdersStore, { id, createdMs, modifiedMs, sent }: KeptRecipient): Fields {
  return {
    Identifier: id,
    CreatedDate: isoDate(store, createdMs),
    LastModifiedDate: isoDate(store, modifiedMs),
    ModifiedByUser: 'sandbox',
    ...sent,
  };
}

function checkEmail(node: XmlNode): void {
  if (/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(node.text.trim()) && node.text.length <= 254) return;
  throw new Refusal(
    400,
    '8070',
    'Invalid EmailAddress. Format should be foo@bar.com. Max length is 254 characters.',
  );
}

function checkNumber(node: XmlNode): void {
  if (/^1[2-9]\d{2}[2-9]\d{6}$/.test(textIn(node, 'TelephoneNumber'))) return;
  throw new Refusal(
    400,
    '8065',
    'Invalid TelephoneNumber. Telephone number must be 11 digits in format 1NPANXXXXXX.',
  );
}

function checkUrl(node: XmlNode): void {
  if (!/^https:\/\/\S+$/.test(textIn(node, 'Url'))) {
    throw new Refusal(400, '8071', 'Invalid Url. Format should be https://foo.bar?param=val.');
  }
  const credentials = childIn(node, 'Credentials');
  if (!credentials) return;
  const lengthOf = (name: string): number => textIn(credentials, name).length;
  if (lengthOf('Username') < 1 || lengthOf('Username') > 32) {
    throw new Refusal(400, '8072', 'Invalid Username. Username must be between 1 and 32 characters.');
  }
  if (lengthOf('Password') < 1 || lengthOf('Password') > 256) {
    throw new Refusal(400, '8073', 'Invalid Password. Password must be between 1 and 256 characters.');
  }
}

function read(request: SandboxRequest): Pick<KeptRecipient, 'sent' | 'key'> {
  const body = readBody(request, 'EmergencyNotificationRecipient');
  const Description = textIn(body, 'Description');
  const Type = textIn(body, 'Type');
  if (Description === '') throw new Refusal(400, '8066', 'Description must be present and non-empty.');
  if (Type === '') throw new Refusal(400, '8068', 'Type is a mandatory element.');
  const type = TYPES.get(Type);
  if (!type) {
    throw new Refusal(400, '8067', "Type value must be one of 'EMAIL', 'SMS', 'TTS', or 'CALLBACK'.");
  }
  const value = childIn(body, type.element);
  if (!value) {
    throw new Refusal(400, '8069', `When Type ${Type} is specified, ${type.element} must be included.`);
  }
  type.check(value);
  const children = value.children.map((child) =>
    child.name === 'Credentials'
      ? { ...child, children: child.children.filter(({ name }) => name !== 'Password') }
      : child,
  );
  const shown = echo({ ...value, children });
  return { sent: { Description, Type, [type.element]: shown }, key: JSON.stringify([Type, shown]) };
}

export function listRecipients(store: OrdersStore): SandboxResponse {
  const EmergencyNotificationRecipient = [...store.recipients.values()].map((one) => xmlOf(store, one));
  return xmlAnswer(200, ROOT, {
    Links: { first: '' },
    EmergencyNotificationRecipients: { EmergencyNotificationRecipient },
  });
}

export function readRecipient(store: OrdersStore, id: string): SandboxResponse {
  const recipient = store.recipients.get(id) ?? notFound();
  return xmlAnswer(200, ROOT, { EmergencyNotificationRecipient: xmlOf(store, recipient) });
}

/** Creates, or replaces the one that `id` names. @throws Refusal 409 with 8074 for a recipient that is there already */
export function writeRecipient(
  store: OrdersStore,
  request: SandboxRequest,
  nowMs: number,
  id = '',
): SandboxResponse {
  const present = id === '' ? undefined : (store.recipients.get(id) ?? notFound());
  const { sent, key } = read(request);
  const twin = [...store.recipients.values()].find((one) => one.key === key && one.id !== id);
  if (twin) {
    const words = `An entry with an identical recipient already exists. Identifier ${twin.id}.`;
    throw new Refusal(409, '8074', words);
  }
  const createdMs = present?.createdMs ?? nowMs;
  const made = { id: present?.id ?? nextId(store), createdMs, modifiedMs: nowMs, sent, key };
  store.recipients.set(made.id, made);
  const kind = present ? 'update-recipient' : 'add-recipient';
  store.effects.push({ atMs: nowMs, kind, subject: made.id, detail: key });
  return xmlAnswer(present ? 200 : 201, ROOT, { EmergencyNotificationRecipient: xmlOf(store, made) });
}

export function deleteRecipient(store: OrdersStore, id: string, nowMs: number): SandboxResponse {
  if (!store.recipients.has(id)) return notFound();
  const group = [...store.groups.values()].find(({ recipients }) => recipients.includes(id));
  if (group) {
    throw new Refusal(
      409,
      '8080',
      `Emergency notification recipient with identifier ${id} is being used by emergency notification group with identifier ${group.id}. Please remove the recipient reference from the group prior to removing the recipient.`,
    );
  }
  store.recipients.delete(id);
  store.effects.push({ atMs: nowMs, kind: 'delete-recipient', subject: id, detail: '' });
  return { status: 200, body: '' };
}
