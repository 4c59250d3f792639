import { samePlace } from '../domain/place-key.ts';
import type { NumberSettings, SettingColumn, Wish } from '../domain/wish.ts';
import type { Instruction, RowOutcome } from '../journal/records.ts';
import type { AddressContent, Capabilities, NumberState, StoredAddress } from '../providers/contract.ts';

/** What the planner knows of one operation's present state. */
export interface Present {
  readonly wish: Wish;
  /** Null when the number is not in the account (or the wish is about no number). */
  readonly number: NumberState | null;
  /** The address resource the number uses, when it has one. */
  readonly stored: StoredAddress | null;
  /** What the address of the wish would be; null when the wish names none. */
  readonly content: AddressContent | null;
  /** Key of the address record that the operation waits for; empty when none. */
  readonly addressKey: string;
  /** The stored address that `address_id` names; null when it is not there. */
  readonly named: StoredAddress | null;
  /** A place and caller name that the provider made of this wish before and that was accepted. */
  readonly acceptedKey: string | null;
  readonly keyOf: (stored: StoredAddress) => string;
  /** Numbers of the account that use the named address. */
  readonly usedBy: readonly string[];
  /** Whether the account is known to ignore the emergency switch. */
  readonly switchIgnored: boolean;
  /** Cuts changed settings into the calls a provider needs, in order (unlink before link). */
  readonly stages: (settings: NumberSettings, present: NumberSettings) => readonly NumberSettings[];
}

/** A program to carry out, or the row's outcome when there is nothing to do or nothing that can be done. */
export type Composed =
  | {
      readonly kind: 'program';
      readonly program: readonly Instruction[];
      readonly verb: Verb;
      readonly opensWindow: boolean;
    }
  | { readonly kind: 'settled'; readonly outcome: RowOutcome };

/** What an operation does, in the words of a preview. `wait` makes no write. */
export type Verb =
  | 'assign'
  | 'replace'
  | 'remove'
  | 'check'
  | 'enable'
  | 'disable'
  | 'add'
  | 'update'
  | 'delete'
  | 'buy'
  | 'release'
  | 'wait';

const COVER = { do: 'await', state: 'covered' } as const satisfies Instruction;
const UNCOVER: Instruction = { do: 'await', state: 'missing' };

/** Turns a wish and the present state into instructions. Pure: the preview and the run use the same. */
export function compose(present: Present, capabilities: Capabilities): Composed {
  const { wish } = present;
  if (
    wish.phoneNumber !== '' &&
    wish.action !== 'buy' &&
    wish.action !== 'validate' &&
    present.number === null
  ) {
    if (wish.action === 'release') return unchanged(present, 'the number is not in the account any more');
    return failed(
      'NUMBER_NOT_IN_ACCOUNT',
      'phone_number',
      `The number ${wish.phoneNumber} is not in this account.`,
      'Check the account column, or buy or port the number first.',
    );
  }
  switch (wish.action) {
    case 'assign':
      return composeAssign(present, capabilities);
    case 'remove':
      return composeRemove(present, capabilities);
    case 'enable':
    case 'disable':
      return composeSwitch(present, wish.action === 'enable');
    case 'validate':
      return { kind: 'program', program: [], verb: 'check', opensWindow: false };
    case 'add-address':
      return present.named
        ? unchanged(present, 'the address is there already', present.named.id)
        : { kind: 'program', program: [], verb: 'add', opensWindow: false };
    case 'update-address':
      return composeUpdateAddress(present);
    case 'delete-address':
      return composeDeleteAddress(present);
    case 'buy':
    case 'release':
    case 'update':
      return composeNumber(present, wish.action);
    case 'add-recipient':
      return composeRecipient(wish);
    default:
      return failed(
        'ACTION_NOT_POSSIBLE',
        'action',
        `${capabilities.title} cannot ${wish.action}.`,
        `Use one of ${capabilities.actions.join(', ')}.`,
      );
  }
}

function composeAssign(present: Present, capabilities: Capabilities): Composed {
  const { number, content, wish } = present;
  if (!number)
    return failed(
      'NUMBER_NOT_IN_ACCOUNT',
      'phone_number',
      'The number is not in this account.',
      'Check the account column.',
    );
  if (wish.addressId !== '') {
    if (!present.named)
      return failed(
        'ADDRESS_NOT_FOUND',
        'address_id',
        `There is no address ${wish.addressId} in this account.`,
        'Leave address_id empty to have the address found or made.',
      );
    if (!present.named.emergencyEnabled)
      return failed(
        'ADDRESS_NOT_FOR_EMERGENCY',
        'address_id',
        `Address ${wish.addressId} is not enabled for emergency use.`,
        'Give the address itself and leave address_id empty.',
      );
  }
  const target = wish.addressId !== '' && present.named ? contentOf(present.named, wish) : content;
  if (!target)
    return failed(
      'ADDRESS_MISSING',
      'street',
      'The row names no address.',
      'Fill in street, city, region and postal_code, or address_id.',
    );
  const associate: Instruction = {
    do: 'step',
    step: {
      kind: 'associate',
      phoneNumber: number.phoneNumber,
      handle: number.handle,
      addressId: wish.addressId,
      ...target,
    },
    ...(wish.addressId === '' ? { addressKey: present.addressKey } : {}),
  };
  const off =
    number.emergency.switchedOn === false &&
    capabilities.emergencySwitch === 'own-call' &&
    !present.switchIgnored;
  const enable: Instruction[] = off
    ? [
        {
          do: 'step',
          step: {
            kind: 'switch-emergency',
            phoneNumber: number.phoneNumber,
            handle: number.handle,
            on: true,
          },
        },
      ]
    : [];
  const isSame = sameAddress(present, target, capabilities);
  const { state } = number.emergency;
  if (isSame && state === 'covered') {
    if (
      enable.length === 0 &&
      !(capabilities.emergencySwitch === 'field' && number.emergency.switchedOn === false)
    ) {
      return unchanged(present, 'covered by this address already', number.emergency.addressId);
    }
    return capabilities.emergencySwitch === 'field'
      ? { kind: 'program', program: [associate, COVER], verb: 'enable', opensWindow: false }
      : { kind: 'program', program: enable, verb: 'enable', opensWindow: false };
  }
  if (isSame && state === 'pending')
    return { kind: 'program', program: [...enable, COVER], verb: 'wait', opensWindow: false };
  if (capabilities.replacement === 'in-place') {
    return {
      kind: 'program',
      program: [associate, COVER],
      verb: state === 'missing' ? 'assign' : 'replace',
      opensWindow: false,
    };
  }
  if (state === 'missing') {
    return { kind: 'program', program: [associate, ...enable, COVER], verb: 'assign', opensWindow: false };
  }
  if (state === 'removing') {
    return {
      kind: 'program',
      program: [UNCOVER, associate, ...enable, COVER],
      verb: 'assign',
      opensWindow: false,
    };
  }
  const opensWindow = state === 'covered' || state === 'pending' || state === 'unknown';
  return {
    kind: 'program',
    verb: 'replace',
    opensWindow,
    program: [
      {
        do: 'step',
        step: {
          kind: 'disassociate',
          phoneNumber: number.phoneNumber,
          handle: number.handle,
          mark: target.mark,
        },
        opensWindow,
      },
      UNCOVER,
      associate,
      ...enable,
      { ...COVER, closesWindow: opensWindow },
    ],
  };
}

function composeRemove(present: Present, capabilities: Capabilities): Composed {
  const { number } = present;
  if (!number)
    return failed(
      'NUMBER_NOT_IN_ACCOUNT',
      'phone_number',
      'The number is not in this account.',
      'Check the account column.',
    );
  if (
    number.emergency.state === 'missing' &&
    number.emergency.addressId === '' &&
    number.emergency.address === null
  ) {
    return unchanged(present, 'it has no emergency address');
  }
  const disable: Instruction[] =
    capabilities.emergencySwitch === 'own-call' && number.emergency.switchedOn === true
      ? [
          {
            do: 'step',
            step: {
              kind: 'switch-emergency',
              phoneNumber: number.phoneNumber,
              handle: number.handle,
              on: false,
            },
          },
        ]
      : [];
  const drop: Instruction[] =
    number.emergency.state === 'removing'
      ? []
      : [
          {
            do: 'step',
            step: { kind: 'disassociate', phoneNumber: number.phoneNumber, handle: number.handle, mark: '' },
          },
        ];
  return { kind: 'program', program: [...drop, UNCOVER, ...disable], verb: 'remove', opensWindow: false };
}

function composeSwitch(present: Present, on: boolean): Composed {
  const { number } = present;
  if (!number)
    return failed(
      'NUMBER_NOT_IN_ACCOUNT',
      'phone_number',
      'The number is not in this account.',
      'Check the account column.',
    );
  if (number.emergency.switchedOn === on)
    return unchanged(present, `emergency calling is ${on ? 'on' : 'off'} already`);
  return {
    kind: 'program',
    verb: on ? 'enable' : 'disable',
    opensWindow: false,
    program: [
      {
        do: 'step',
        step: { kind: 'switch-emergency', phoneNumber: number.phoneNumber, handle: number.handle, on },
      },
      { do: 'await', state: 'switched', on },
    ],
  };
}

function composeUpdateAddress(present: Present): Composed {
  const { wish, named, content, usedBy } = present;
  if (!named || !content)
    return failed(
      'ADDRESS_NOT_FOUND',
      'address_id',
      `There is no address ${wish.addressId} in this account.`,
      'Take the id from e911 export addresses.',
    );
  if (present.keyOf(named) === present.addressKey && (content.label === '' || named.label === content.label))
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
    opensWindow: false,
  };
}

function composeDeleteAddress(present: Present): Composed {
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
    opensWindow: false,
  };
}

function composeNumber(present: Present, action: 'buy' | 'release' | 'update'): Composed {
  const { wish, number } = present;
  const { phoneNumber, numberCountry: country, settings } = wish;
  if (action === 'buy') {
    if (number) return unchanged(present, 'the number is in the account already');
    const program: Instruction[] = [
      { do: 'step', step: { kind: 'buy', phoneNumber, country, settings } },
      { do: 'await', state: 'present' },
    ];
    return { kind: 'program', program, verb: 'buy', opensWindow: false };
  }
  if (!number) return unchanged(present, 'the number is not in the account');
  const { handle } = number;
  if (action === 'release') {
    const program: Instruction[] = [
      { do: 'step', step: { kind: 'release', phoneNumber, handle, country, settings } },
      { do: 'await', state: 'absent' },
    ];
    return { kind: 'program', program, verb: 'release', opensWindow: false };
  }
  const changed: NumberSettings = Object.fromEntries(
    Object.entries(settings).filter(
      ([column, value]) => (number.settings[column as SettingColumn] ?? '') !== value,
    ),
  );
  if (Object.keys(changed).length === 0) {
    if (number.settingsPending === '') return unchanged(present, 'the number is set so already');
    return {
      kind: 'program',
      program: [{ do: 'await', state: 'settings' }],
      verb: 'wait',
      opensWindow: false,
    };
  }
  const steps = present.stages(changed, number.settings).map(
    (stage): Instruction => ({
      do: 'step',
      step: {
        kind: 'update-number',
        phoneNumber,
        handle,
        country,
        settings: stage,
        present: number.settings,
      },
    }),
  );
  return {
    kind: 'program',
    program: [...steps, { do: 'await', state: 'settings' }],
    verb: 'update',
    opensWindow: false,
  };
}

function composeRecipient(wish: Wish): Composed {
  if (!wish.recipient)
    return failed(
      'RECIPIENT_MISSING',
      'recipient_email',
      'The row names no recipient.',
      'Fill in recipient_email or recipient_phone.',
    );
  return {
    kind: 'program',
    program: [{ do: 'step', step: { kind: 'add-recipient', recipient: wish.recipient, mark: '' } }],
    verb: 'add',
    opensWindow: false,
  };
}

/** Whether the number has the wished address now, whatever the spelling. */
function sameAddress(present: Present, target: AddressContent, capabilities: Capabilities): boolean {
  const { number, stored, wish } = present;
  if (!number) return false;
  if (wish.addressId !== '') return number.emergency.addressId === wish.addressId;
  const address = stored?.address ?? number.emergency.address;
  if (!address) return false;
  if (stored && present.acceptedKey !== null && present.keyOf(stored) === present.acceptedKey) return true;
  if (!samePlace(address, target.address)) return false;
  const callerName =
    capabilities.callerNameIn === 'address' ? (stored?.callerName ?? null) : number.emergency.callerName;
  // A row that names nobody asks for no other name.
  if (target.callerName === '') return true;
  return callerName === null || foldName(callerName) === foldName(target.callerName);
}

function foldName(name: string): string {
  return name.trim().replace(/\s+/g, ' ').toLowerCase();
}

function contentOf(stored: StoredAddress, wish: Wish): AddressContent {
  return {
    address: stored.address,
    callerName: stored.callerName ?? wish.callerName,
    label: stored.label,
    addressKind: wish.addressKind,
    mark: '',
  };
}

function unchanged(present: Present, detail: string, addressId = ''): Composed {
  return {
    kind: 'settled',
    outcome: {
      result: 'unchanged',
      stage: 'validate',
      detail,
      providerAddressId: addressId,
      ...(present.number ? { emergencyStatus: present.number.emergency.status } : {}),
    },
  };
}

function failed(errorCode: string, errorColumn: string, errorMessage: string, hint: string): Composed {
  return {
    kind: 'settled',
    outcome: { result: 'failed', stage: 'validate', detail: '', errorCode, errorColumn, errorMessage, hint },
  };
}
