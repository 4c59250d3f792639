import type { SandboxRequest, SandboxResponse } from '../../stand-in.ts';
import { notFound, Refusal } from '../refusal.ts';
import type { XmlNode } from '../xml.ts';
import {
  type Group,
  type GroupOrder,
  type GroupOrderRoot,
  isoDate,
  nextId,
  type OrdersStore,
} from './store.ts';
import { allIn, childIn, echo, type Fields, readBody, textIn, xmlAnswer } from './wire.ts';

function orderXml(store: OrdersStore, order: GroupOrder, ProcessingStatus: string): Fields {
  return {
    OrderId: order.id,
    OrderCreatedDate: isoDate(store, order.createdMs),
    CreatedBy: 'sandbox',
    ProcessingStatus,
    ...order.sent,
  };
}

function keep(store: OrdersStore, root: GroupOrderRoot, sent: Fields, nowMs: number): SandboxResponse {
  const order = { id: nextId(store), root, createdMs: nowMs, sent };
  store.groupOrders.set(order.id, order);
  const shown = orderXml(store, order, 'PROCESSING');
  // The one answer has the order's fields at its root, the other below the order's name.
  const content = root === 'EmergencyNotificationGroupOrder' ? shown : { [root]: shown };
  return xmlAnswer(201, `${root}Response`, content);
}

export function listGroupOrders(store: OrdersStore, root: GroupOrderRoot): SandboxResponse {
  const orders = [...store.groupOrders.values()].filter((order) => order.root === root);
  const items = orders.map((order) => orderXml(store, order, 'COMPLETED'));
  return xmlAnswer(200, `${root}Response`, { Links: { first: '' }, [`${root}s`]: { [root]: items } });
}

export function readGroupOrder(store: OrdersStore, root: GroupOrderRoot, id: string): SandboxResponse {
  const order = store.groupOrders.get(id);
  if (order?.root !== root) return notFound();
  return xmlAnswer(200, `${root}Response`, { [root]: orderXml(store, order, 'COMPLETED') });
}

function recipientsIn(store: OrdersStore, node: XmlNode): readonly string[] {
  const ids = allIn(node, 'EmergencyNotificationRecipient').map((one) => textIn(one, 'Identifier'));
  for (const id of ids) {
    if (id === '') {
      throw new Refusal(
        400,
        '8089',
        'Emergency Notification Recipient Identifier must be present and non-empty',
      );
    }
    if (!store.recipients.has(id)) {
      throw new Refusal(400, '8081', `Emergency Notification Recipient Identifier ${id} does not exist.`);
    }
  }
  return ids;
}

function groupIn(store: OrdersStore, node: XmlNode): Group {
  const id = textIn(node, 'Identifier');
  if (id === '') {
    throw new Refusal(400, '8083', 'Emergency Notification Group Identifier must be present and non-empty');
  }
  const group = store.groups.get(id);
  if (!group) throw new Refusal(400, '8087', `Emergency Notification Group Identifier ${id} does not exist.`);
  return group;
}

/** `POST /emergencyNotificationGroupOrders`: adds a group, changes its recipients, or deletes it. */
export function placeGroupOrder(store: OrdersStore, request: SandboxRequest, nowMs: number): SandboxResponse {
  const root = 'EmergencyNotificationGroupOrder';
  const body = readBody(request, root);
  const added = childIn(body, 'AddedEmergencyNotificationGroup');
  const modified = childIn(body, 'ModifiedEmergencyNotificationGroup');
  const deleted = childIn(body, 'DeletedEmergencyNotificationGroup');
  if (added) {
    const description = textIn(added, 'Description');
    if (description === '') {
      throw new Refusal(
        400,
        '8088',
        'Emergency Notification Group Description must be present and non-empty',
      );
    }
    addGroup(store, nextId(store), description, recipientsIn(store, added), [], nowMs);
  } else if (modified) {
    const group = groupIn(store, modified);
    const more = childIn(modified, 'AddedEmergencyNotificationRecipients');
    const less = childIn(modified, 'DeletedEmergencyNotificationRecipients');
    if (more && less) {
      throw new Refusal(400, '8103', 'Update of ENG supports added ENRs or deleted ENRs, but not both.');
    }
    const gone = less ? recipientsIn(store, less) : [];
    const kept = group.recipients.filter((id) => !gone.includes(id));
    const description = textIn(modified, 'Description') || group.description;
    addGroup(
      store,
      group.id,
      description,
      [...kept, ...(more ? recipientsIn(store, more) : [])],
      group.endpoints,
      group.createdMs,
    );
  } else if (deleted) {
    const group = groupIn(store, deleted);
    if (group.endpoints.length > 0) {
      throw new Refusal(
        400,
        '8100',
        `ENG ${group.id} cannot be removed until emergency endpoint associations are removed.`,
      );
    }
    store.groups.delete(group.id);
  } else {
    throw new Refusal(400, '8085', 'Order payload must include one of added, modified or deleted group.');
  }
  return keep(store, root, echo(body) as Fields, nowMs);
}

// biome-ignore lint/complexity/useMaxParams: older than the limit
function addGroup(
  store: OrdersStore,
  id: string,
  description: string,
  recipients: readonly string[],
  endpoints: readonly string[],
  createdMs: number,
): void {
  if (recipients.length < 1 || recipients.length > 3) {
    throw new Refusal(
      400,
      '8082',
      'An Emergency Notification Group must have 1, 2, or 3 Emergency Notification Recipients.',
    );
  }
  store.groups.set(id, { id, description, recipients, endpoints, createdMs });
}

/** `POST /emergencyNotificationEndpointOrders`: puts numbers into a group or takes them out. */
export function placeEndpointOrder(
  store: OrdersStore,
  request: SandboxRequest,
  nowMs: number,
): SandboxResponse {
  const root = 'EmergencyNotificationEndpointOrder';
  const body = readBody(request, root);
  const [association] = allIn(body, 'EmergencyNotificationGroup');
  const group = association ? groupIn(store, association) : undefined;
  const numbers = allIn(body, 'TelephoneNumber').map(({ text }) => text.trim());
  if (!group || numbers.length === 0) {
    throw new Refusal(400, '8095', 'Order payload must include at least one Emergency Endpoint value.');
  }
  const foreign = numbers.find((number) => !store.numbers.has(number));
  if (foreign !== undefined) throw new Refusal(400, '8098', `Emergency Endpoint ${foreign} not found.`);
  const kept = group.endpoints.filter((number) => !numbers.includes(number));
  const isRemoval = allIn(body, 'DeletedAssociations').length > 0;
  store.groups.set(group.id, { ...group, endpoints: isRemoval ? kept : [...kept, ...numbers] });
  return keep(store, root, echo(body) as Fields, nowMs);
}

function groupXml(store: OrdersStore, group: Group): Fields {
  return {
    Identifier: group.id,
    CreatedDate: isoDate(store, group.createdMs),
    ModifiedBy: 'sandbox',
    ModifiedDate: isoDate(store, group.createdMs),
    Description: group.description,
    EmergencyNotificationRecipients: {
      EmergencyNotificationRecipient: group.recipients.map((Identifier) => ({ Identifier })),
    },
    EepToEngAssociations: { Endpoints: { Identifier: group.endpoints } },
  };
}

export function listGroups(store: OrdersStore): SandboxResponse {
  const EmergencyNotificationGroup = [...store.groups.values()].map((group) => groupXml(store, group));
  const content = { Links: { first: '' }, EmergencyNotificationGroups: { EmergencyNotificationGroup } };
  return xmlAnswer(200, 'EmergencyNotificationGroupsResponse', content);
}

export function readGroup(store: OrdersStore, id: string): SandboxResponse {
  const group = store.groups.get(id) ?? notFound();
  return xmlAnswer(200, 'EmergencyNotificationGroupResponse', {
    EmergencyNotificationGroup: groupXml(store, group),
  });
}
