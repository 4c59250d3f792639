import { labelWithoutTag, ownTagOf } from '../../domain/request/tag.ts';
import { type Composed, failed, type Present, unchanged } from '../context/present.ts';

/**
 * An address by itself is created, unless it exists; an ID that holds another address is never overwritten. One that the
 * provider calls unusable does not count as there: the run deletes it if an earlier run made it.
 */
export function composeAddAddress(present: Present): Composed {
  const { request, named, addressKey } = present;
  if (!named?.emergencyEnabled) return { kind: 'program', program: [], verb: 'add', opensGap: false };
  if (request.addressId !== '' && present.keyOf(named) !== addressKey) {
    return failed('addressIdTaken', { addressId: request.addressId });
  }
  return unchanged(present, 'the address already exists', named.id);
}

/** An address by itself is changed; one that numbers use is left as it is. */
export function composeUpdateAddress(present: Present): Composed {
  const composed = composeUpdate(present);
  const { usedBy } = present;
  return composed.kind === 'program' && usedBy.length > 0
    ? failed('updateOfUsedAddress', { usedBy })
    : composed;
}

/** The address of a site is changed, and with it that of all its numbers. The new text is checked before (`addressKey`). */
export function composeMoveSite(present: Present): Composed {
  const composed = composeUpdate(present);
  const { usedBy, addressKey } = present;
  if (composed.kind !== 'program') return composed;
  const program = composed.program.map((instruction) => ({ ...instruction, addressKey }));
  return usedBy.length === 0
    ? { ...composed, program }
    : { ...composed, program, verb: 'replace', numbers: usedBy.length };
}

function composeUpdate(present: Present): Composed {
  const { request, named, content } = present;
  if (!named || !content) return failed('addressToUpdateUnknown', { addressId: request.addressId });
  const isSameLabel =
    content.label === '' || [named.label, labelWithoutTag(named.label)].includes(content.label);
  // One that is unusable is sent again: the provider checks its text again.
  const isText = [present.addressKey, present.acceptedKey].includes(present.keyOf(named));
  if (named.emergencyEnabled && isText && isSameLabel) {
    return unchanged(present, 'the address already has this text', named.id);
  }
  if (named.address.country !== content.address.country) {
    return failed('addressCountryFixed', { from: named.address.country, to: content.address.country });
  }
  // A tag says who created the address, so an update never writes a new one, and leaves a label that the row does not name.
  const tag = ownTagOf(named.tag);
  const label = content.label === '' ? labelWithoutTag(named.label) : content.label;
  return {
    kind: 'program',
    program: [{ do: 'step', step: { kind: 'update-address', addressId: named.id, ...content, tag, label } }],
    verb: 'update',
    opensGap: false,
  };
}

/** An address by itself is deleted; one that numbers use is left as it is. */
export function composeDeleteAddress(present: Present): Composed {
  const { named, usedBy } = present;
  if (!named) return unchanged(present, 'the address does not exist');
  if (usedBy.length > 0) return failed('deleteOfUsedAddress', { usedBy });
  return {
    kind: 'program',
    program: [{ do: 'step', step: { kind: 'delete-address', addressId: named.id } }],
    verb: 'delete',
    opensGap: false,
  };
}
