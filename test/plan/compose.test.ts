import { describe, expect, it } from 'vitest';
import type { Action } from '../../src/domain/request/request.ts';
import { addressTag } from '../../src/domain/request/tag.ts';
import type { Instruction } from '../../src/journal/records.ts';
import { keyOf } from '../../src/plan/addresses/address-again.ts';
import { compose } from '../../src/plan/compose.ts';
import type { Composed, Present } from '../../src/plan/context/present.ts';
import type { Capabilities, EmergencyState, StoredAddress } from '../../src/providers/contract.ts';
import { ADDRESS, CONTENT, numberState, requestOf, storedAddress } from '../journal/records.ts';

const OTHER = { ...ADDRESS, street: '1 Other St' };
const NONE = { addressId: '', address: null, status: '' };

function capabilities(changes: Partial<Capabilities>): Capabilities {
  const base: Partial<Capabilities> = {
    title: 'Provider',
    actions: ['assign', 'remove'],
    addressModel: 'inside-number',
    callerNameIn: 'number',
    replacement: 'in-place',
    emergencySwitch: 'none',
    purchaseTakes: [],
    ...changes,
  };
  return base as Capabilities;
}

const IN_PLACE = capabilities({});
const REMOVE_FIRST = capabilities({ replacement: 'remove-then-add', emergencySwitch: 'own-call' });

/** What the planner knows: a request with this action over a number in this state. */
function present(action: Action, state: EmergencyState, more: Partial<Present> = {}): Present {
  const request = { ...requestOf(1), action };
  const hasNone = state === 'missing';
  const number = numberState(1, {
    state,
    address: OTHER,
    ...(hasNone ? { ...NONE, switchedOn: false } : {}),
  });
  return {
    request,
    number,
    stored: null,
    content: CONTENT,
    addressKey: 'key-1',
    named: null,
    acceptedKey: null,
    keyOf: (stored) => keyOf(stored, IN_PLACE),
    usedBy: [],
    unseen: {},
    switchIgnored: false,
    stages: (settings) => [settings],
    ...more,
  };
}

/** The same for a row without an address. */
const without = (action: Action, state: EmergencyState, more: Partial<Present> = {}): Present => ({
  ...present(action, state, { content: null, ...more }),
  request: { ...requestOf(1), action, address: null },
});

/** `disassociate! > missing > associate > covered`: steps and waits, `!` opens a coverage gap. */
function text(composed: Composed): string {
  if (composed.kind === 'settled') return composed.outcome.errorCode ?? composed.outcome.result;
  const word = (instruction: Instruction): string =>
    instruction.do === 'step'
      ? `${instruction.step.kind}${instruction.opensGap ? '!' : ''}`
      : instruction.state;
  return `${composed.verb}: ${composed.program.map(word).join(' > ')}`;
}

const covered = { ...numberState(1), emergency: { ...numberState(1).emergency, address: ADDRESS } };
const takeOff = 'disassociate! > missing > associate > covered';

describe('present state and request give steps', () => {
  it.each<[Action, string, Capabilities, Present, string]>([
    ['assign', 'missing', IN_PLACE, present('assign', 'missing'), 'assign: associate > covered'],
    ['assign', 'another address', IN_PLACE, present('assign', 'covered'), 'replace: associate > covered'],
    ['assign', 'another address', REMOVE_FIRST, present('assign', 'covered'), `replace: ${takeOff}`],
    ['assign', 'unknown state', REMOVE_FIRST, present('assign', 'unknown'), `replace: ${takeOff}`],
    ['assign', 'failed', REMOVE_FIRST, present('assign', 'failed'), `replace: ${takeOff.replace('!', '')}`],
    ['assign', 'removing', IN_PLACE, present('assign', 'removing'), 'assign: missing > associate > covered'],
    [
      'assign',
      'missing and switched off',
      REMOVE_FIRST,
      present('assign', 'missing'),
      'assign: associate > switch-emergency > covered',
    ],
    ['assign', 'the same address', IN_PLACE, present('assign', 'covered', { number: covered }), 'unchanged'],
    [
      'assign',
      'not in the account',
      IN_PLACE,
      present('assign', 'covered', { number: null }),
      'NUMBER_NOT_IN_ACCOUNT',
    ],
    [
      'assign',
      'no address given',
      IN_PLACE,
      present('assign', 'missing', { content: null }),
      'ADDRESS_MISSING',
    ],
    ['remove', 'missing', IN_PLACE, present('remove', 'missing'), 'unchanged'],
    ['remove', 'covered', IN_PLACE, present('remove', 'covered'), 'remove: disassociate > missing'],
    ['remove', 'removing', IN_PLACE, present('remove', 'removing'), 'remove: missing'],
    [
      'remove',
      'covered and switched on',
      REMOVE_FIRST,
      present('remove', 'covered'),
      'remove: disassociate > missing > switch-emergency',
    ],
    [
      'disable',
      'covered',
      REMOVE_FIRST,
      present('disable', 'covered'),
      'disable: switch-emergency > switched',
    ],
    ['enable', 'on already', REMOVE_FIRST, present('enable', 'covered'), 'unchanged'],
    ['release', 'not in the account', IN_PLACE, present('release', 'covered', { number: null }), 'unchanged'],
    ['buy', 'in the account', IN_PLACE, without('buy', 'missing'), 'unchanged'],
    [
      'buy',
      'not in the account',
      IN_PLACE,
      without('buy', 'missing', { number: null }),
      'buy: buy > present',
    ],
    [
      'buy',
      'not in the account, with an address',
      IN_PLACE,
      present('buy', 'missing', { number: null }),
      'buy: buy > present > associate > covered',
    ],
    ['buy', 'owned and left uncovered', IN_PLACE, present('buy', 'missing'), 'assign: associate > covered'],
    ['buy', 'owned with another address', IN_PLACE, present('buy', 'covered'), 'NUMBER_BOUGHT_ALREADY'],
    ['delete-address', 'no such address', IN_PLACE, present('delete-address', 'missing'), 'unchanged'],
    [
      'delete-address',
      'used address',
      IN_PLACE,
      present('delete-address', 'covered', { named: storedAddress('AD1'), usedBy: ['+1'] }),
      'ADDRESS_IN_USE',
    ],
    ['ignore', 'any state', IN_PLACE, present('ignore', 'covered'), 'ACTION_NOT_POSSIBLE'],
  ])('%s, %s', (_action, _state, provider, known, expected) => {
    expect(text(compose(known, provider))).toBe(expected);
  });
});

describe('an update of an address', () => {
  const tag = addressTag('twilio:test', 'at creation', 24);

  it.each<[string, Partial<StoredAddress>, string, { tag: string; label: string }]>([
    ["leaves the user's own name", { label: 'Joe', tag: 'Joe' }, '', { tag: '', label: 'Joe' }],
    [
      "changes the user's own name when the row says so",
      { label: 'Joe', tag: 'Joe' },
      'Jim',
      { tag: '', label: 'Jim' },
    ],
    [
      'keeps the tag of its creation and the label',
      { label: `${tag} Joe`, tag: `${tag} Joe` },
      '',
      { tag, label: 'Joe' },
    ],
    ['keeps the tag when the label changes', { label: tag, tag }, 'Jim', { tag, label: 'Jim' }],
  ])('%s', (_what, stored, label, expected) => {
    const named = { ...storedAddress('AD1'), address: OTHER, ...stored };
    const content = { ...CONTENT, label, tag: addressTag('twilio:test', 'new text', 24) };
    const composed = compose(
      present('update-address', 'covered', { named, content, addressKey: 'new' }),
      IN_PLACE,
    );
    expect(composed).toMatchObject({ program: [{ step: { kind: 'update-address', ...expected } }] });
  });
});
