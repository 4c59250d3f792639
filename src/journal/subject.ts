import type { CallOwner, Subject } from './records.ts';

/** The one text of a subject: what operations are looked up by in the journal, and what plan.json shows. */
export function subjectText(subject: Subject): string {
  switch (subject.kind) {
    case 'number':
      return `number:${subject.phoneNumber}`;
    case 'endpoint':
      return `endpoint:${subject.endpointId}`;
    case 'check':
    case 'address':
      return `${subject.kind}:${subject.addressKey}`;
    case 'address-id':
    case 'made-address':
      return `${subject.kind}:${subject.addressId}`;
    case 'site':
      return `site:${subject.site}`;
    case 'recipient':
      return `recipient:${subject.email}|${subject.phone}`;
  }
}

/** What a subject is called in a sentence. */
export function subjectName(subject: Subject): string {
  switch (subject.kind) {
    case 'number':
      return subject.phoneNumber;
    case 'endpoint':
      return subject.endpointId;
    case 'check':
    case 'address':
      return subject.addressKey;
    case 'address-id':
    case 'made-address':
      return subject.addressId;
    case 'site':
      return `the site ${subject.site.slice(subject.site.indexOf(':') + 1).replaceAll('|', ', ')}`;
    case 'recipient':
      return subject.email || subject.phone;
  }
}

/** A call's owner as the columns `owner_kind` and `owner_id`. */
export function ownerColumns(owner: CallOwner): readonly [kind: CallOwner['kind'], id: string] {
  switch (owner.kind) {
    case 'operation':
      return [owner.kind, owner.operationId];
    case 'address':
      return [owner.kind, owner.addressKey];
    case 'prune':
      return [owner.kind, owner.addressId];
  }
}

/** The owner that `ownerColumns` wrote; null for a kind that this version does not write. */
export function ownerOf(kind: string, id: string): CallOwner | null {
  if (kind === 'operation') return { kind, operationId: id };
  if (kind === 'address') return { kind, addressKey: id };
  return kind === 'prune' ? { kind, addressId: id } : null;
}

/** The owner of an operation's calls. */
export function operationOwner({ operationId }: { readonly operationId: string }): CallOwner {
  return { kind: 'operation', operationId };
}
