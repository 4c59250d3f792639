import type { SandboxRequest, SandboxResponse } from '../../stand-in.ts';
import { shownItems } from '../../trouble-switches.ts';
import { Refusal } from '../refusal.ts';
import { parseXml, writeXml, type XmlNode, type XmlOut } from '../xml.ts';
import type { EndpointsSwitches } from './switches.ts';

export const ACCOUNT_ID = '9900911';

/** What a path names. `locations` and `notificationRecipients` are looked for before an endpoint's id. */
interface Target {
  readonly group: 'endpoints' | 'locations' | 'notificationRecipients' | '';
  readonly id: string;
}

const PATH = new RegExp(`^(?:/api)?/accounts/${ACCOUNT_ID}/e911s(/.*)?$`);

export function targetOf(path: string): Target {
  const rest = PATH.exec(path);
  if (rest === null) return { group: '', id: '' };
  const [, first = '', second = '', ...more] = (rest[1] ?? '').split('/').map(decoded);
  if (more.length > 0) return { group: '', id: '' };
  if (first === 'locations' || first === 'notificationRecipients') return { group: first, id: second };
  return second === '' ? { group: 'endpoints', id: first } : { group: '', id: '' };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The child elements of a request's document by name. */
interface Body {
  /** Text of a child, trimmed; empty when it is absent. */
  text(name: string): string;
  child(name: string): XmlNode | undefined;
}

/** @throws Refusal for another content type, no XML, another root, unknown and repeated elements */
export function readBody(request: SandboxRequest, root: string, known: readonly string[]): Body {
  if (!/^(?:application|text)\/xml\b/.test(request.headers['content-type'] ?? '')) {
    throw new Refusal(415, '1002', 'Content-Type must be application/xml');
  }
  const node = parseXml(request.body);
  if (node === null || node.name !== root) throw new Refusal(400, '1010', 'The request is not valid XML.');
  const children = new Map<string, XmlNode>();
  for (const child of node.children) {
    if (!known.includes(child.name)) throw new Refusal(400, '1012', `Element ${child.name} is not known.`);
    if (children.has(child.name)) throw new Refusal(400, '1010', `Element ${child.name} is there twice.`);
    children.set(child.name, child);
  }
  return { text: (name) => children.get(name)?.text.trim() ?? '', child: (name) => children.get(name) };
}

/** A document in the spelling that the switches ask for. */
export function document(
  switches: EndpointsSwitches,
  root: string,
  content: XmlOut,
  status = 200,
): SandboxResponse {
  return { status, body: writeXml(root, spelled(switches, content)) };
}

const LISTS: Readonly<Record<string, string>> = {
  endpoints: 'list-endpoints',
  locations: 'list-locations',
  notificationRecipients: 'list-recipients',
};

/** A list, repeated or wrapped; `totalCount` where the seed has one. */
export function listing(
  switches: EndpointsSwitches,
  root: string,
  plural: string,
  items: readonly XmlOut[],
): SandboxResponse {
  const shown = shownItems(switches, LISTS[plural] ?? '', items);
  const many = switches.lists === 'repeated' ? shown : { [plural.slice(0, -1)]: shown };
  const total = root.startsWith('Notification') ? {} : { totalCount: String(shown.length) };
  return document(switches, root, { ...total, [plural]: many });
}

function spelled(switches: EndpointsSwitches, value: XmlOut): XmlOut {
  if (switches.names === 'camelCase' || typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map((each: XmlOut) => spelled(switches, each));
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]: [string, XmlOut | undefined]) => [
      `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`,
      inner === undefined ? undefined : spelled(switches, inner),
    ]),
  );
}
