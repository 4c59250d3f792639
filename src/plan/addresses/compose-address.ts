import { labelWithoutTag } from '../../domain/tag.ts';
import { type Composed, failed, type Present, unchanged } from '../context/present.ts';

/** An address by itself is made, unless it is there; an id that holds another address is never written over. */
export function composeAddAddress(present: Present): Composed {
  const { request, named, addressKey } = present;
  if (!named) return { kind: 'program', program: [], verb: 'add', opensGap: false };
  if (request.addressId !== '' && present.keyOf(named) !== addressKey) {
    return failed(
      'ADDRESS_ID_TAKEN',
      'address_id',
      `There is another address with the id ${request.addressId}.`,
      'Give another id, or change the address with update-address.',
    );
  }
  return unchanged(present, 'the address is there already', named.id);
}

/** An address by itself is changed; one that numbers use is left alone. */
export function composeUpdateAddress(present: Present): Composed {
  const { request, named, content, usedBy } = present;
  if (!named || !content)
    return failed(
      'ADDRESS_NOT_FOUND',
      'address_id',
      `There is no address ${request.addressId} in this account.`,
      'Take the id from the list of addresses at the provider.',
    );
  const isSameLabel =
    content.label === '' || [named.label, labelWithoutTag(named.label)].includes(content.label);
  if (present.keyOf(named) === present.addressKey && isSameLabel)
    return unchanged(present, 'the address reads so already', named.id);
  if (named.address.country !== content.address.country)
    return failed(
      'ADDRESS_COUNTRY_FIXED',
      'country',
      'The country of an address cannot be changed.',
      'Add a new address with add-address.',
    );
  if (usedBy.length > 0)
    return failed(
      'ADDRESS_IN_USE',
      'address_id',
      `The address is in use by ${usedBy.slice(0, 3).join(', ')}${usedBy.length > 3 ? ` and ${usedBy.length - 3} more` : ''}.`,
      'Use action assign on those numbers instead: it moves them to the new address.',
    );
  return {
    kind: 'program',
    program: [{ do: 'step', step: { kind: 'update-address', addressId: named.id, ...content } }],
    verb: 'update',
    opensGap: false,
  };
}

/** An address by itself is deleted; one that numbers use is left alone. */
export function composeDeleteAddress(present: Present): Composed {
  const { named, usedBy } = present;
  if (!named) return unchanged(present, 'there is no such address');
  if (usedBy.length > 0)
    return failed(
      'ADDRESS_IN_USE',
      'address_id',
      `The address is in use by ${usedBy.slice(0, 3).join(', ')}${usedBy.length > 3 ? ` and ${usedBy.length - 3} more` : ''}.`,
      'Remove or reassign those numbers first.',
    );
  return {
    kind: 'program',
    program: [{ do: 'step', step: { kind: 'delete-address', addressId: named.id } }],
    verb: 'delete',
    opensGap: false,
  };
}
