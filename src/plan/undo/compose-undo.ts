import type { NumberSettings, Request, SettingColumn } from '../../domain/request/request.ts';
import { covers } from '../../domain/request/request-scope.ts';
import { outcomeFields } from '../../errors/outcomes.ts';
import type { OperationRecord } from '../../journal/records.ts';
import type { Capabilities, NumberState, StepKind } from '../../providers/contract.ts';
import { turn } from '../context/number-steps.ts';
import { type Composed, failed, type Present, unchanged } from '../context/present.ts';
import { type Associate, moveTo } from '../numbers/compose-coverage.ts';
import { composeRelease, composeSettings, SETTLED } from '../numbers/compose-number.ts';
import { composeRemove, composeSwitch } from '../numbers/compose-removal.ts';
import type { LeftBehind } from './left-by-run.ts';
import { differsFromLeft, hasNoAddress, type Standing, standingText, standsAs } from './number-match.ts';

/** What undoing one operation about a number starts from. */
interface UndoCase {
  /** The operation as that run left it in the journal, its before-image in it. */
  readonly past: OperationRecord;
  /** What it left behind; two possibilities when its last call was never settled. */
  readonly left: readonly LeftBehind[];
  readonly present: Present;
  /** How to give the number its former address; null when that address is unknown. */
  readonly associate: Associate | null;
}

/** A program that rolls a number back to its state before the run, or why there is none. Pure. */
export function composeUndo(undo: UndoCase, capabilities: Capabilities): Composed {
  const { present, left } = undo;
  const did = (kind: StepKind): boolean => left.some(({ kinds }) => kinds.has(kind));
  if (did('release')) return undoRelease(present);
  if (!present.number) return kept('the number is no longer in this account');
  if (present.number.ambiguous !== undefined) return kept(present.number.ambiguous);
  if (did('buy')) return undoBuy(undo, present.number, capabilities);
  const settings = did('update-number') ? undoSettings(undo, present.number) : null;
  const touched = did('associate') || did('disassociate') || did('switch-emergency');
  const coverage = touched || settings === null ? undoCoverage(undo, present.number, capabilities) : null;
  return settings === null || coverage === null
    ? (settings ?? coverage ?? kept(''))
    : both(coverage, settings);
}

/** Coverage first: it must not wait for a webhook. What was changed since keeps the number as it is as a whole. */
function both(coverage: Composed, settings: Composed): Composed {
  for (const one of [coverage, settings]) {
    if (one.kind === 'settled' && one.outcome.result !== 'unchanged') return one;
  }
  if (coverage.kind === 'settled') return settings;
  if (settings.kind === 'settled') return coverage;
  return { ...coverage, program: [...coverage.program, ...settings.program] };
}

function undoCoverage(undo: UndoCase, number: NumberState, capabilities: Capabilities): Composed {
  const { past, present, left } = undo;
  const { before } = past;
  if (!before) return failed('formerStateUnknown');
  const now: Standing = { number, stored: present.stored };
  const then: Standing = { number: before, stored: past.beforeAddress };
  if (standsAs(now, then, capabilities)) return unchanged(present, 'already as before that run');
  // A switch that the account ignores says nothing about a later change.
  const compared = present.switchIgnored ? left.map(({ switchedOn: _, ...each }) => each) : left;
  if (compared.every((each) => differsFromLeft(now, each, capabilities) !== null)) {
    return kept(standingText(now));
  }
  const touchedAddress = left.some(({ address }) => address !== undefined);
  if (!touchedAddress) return composeSwitch(present, before.emergency.switchedOn === true);
  return hasNoAddress(before)
    ? takeOff(present, before, capabilities)
    : putOn(undo, number, before, capabilities);
}

/** Something that changed after the run: it is kept. */
export function kept(now: string): Composed {
  return {
    kind: 'settled',
    outcome: {
      result: 'skipped',
      stage: 'validate',
      detail: `kept, because it changed after that run: ${now}`,
      ...outcomeFields('changedSince', { now }),
    },
  };
}

function undoRelease(present: Present): Composed {
  if (present.number) return unchanged(present, 'the number is back in the account');
  return failed('releasedNumber', { phoneNumber: present.request.phoneNumber });
}

/** A number that the run bought is given up; its address goes first, if it is the one that the run gave it. */
function undoBuy({ present, left }: UndoCase, number: NumberState, capabilities: Capabilities): Composed {
  const release = composeRelease(present);
  if (hasNoAddress(number)) return release;
  const now: Standing = { number, stored: present.stored };
  const isAsLeft = left.some(
    (each) => each.address && differsFromLeft(now, { ...each, settings: {} }, capabilities) === null,
  );
  if (!isAsLeft) return kept(standingText(now));
  const removal = composeRemove(present, capabilities);
  return removal.kind === 'program'
    ? { ...release, program: [...removal.program, ...release.program] }
    : removal;
}

function undoSettings({ past, left, present }: UndoCase, number: NumberState): Composed {
  const written = left.at(-1)?.settings ?? {};
  const former: NumberSettings = past.before?.settings ?? {};
  const columns = Object.keys(written) as SettingColumn[];
  const text = (settings: NumberSettings, column: SettingColumn): string => settings[column] ?? '';
  const moved = columns.filter(
    (column) =>
      text(number.settings, column) !== text(former, column) &&
      left.every(({ settings }) => text(number.settings, column) !== text(settings ?? {}, column)) &&
      // What the provider has accepted and not finished shows neither value yet.
      !(number.settingsPending !== '' && text(number.settings, column) === ''),
  );
  if (moved.length > 0) {
    return kept(moved.map((column) => `${column} is ${text(number.settings, column) || 'empty'}`).join(', '));
  }
  // Neither before nor now, though it was written: the provider does not show this setting.
  const hidden = columns.filter(
    (column) =>
      text(written, column) !== '' && text(former, column) === '' && text(number.settings, column) === '',
  );
  const target = Object.fromEntries(columns.map((column) => [column, text(former, column)]));
  const program = composeSettings(present, target, number.settings);
  if (program.length > 0) return { kind: 'program', program, verb: 'update', opensGap: false };
  if (number.settingsPending !== '') {
    return { kind: 'program', program: [SETTLED], verb: 'wait', opensGap: false };
  }
  if (hidden.length === 0) return unchanged(present, 'the settings are already as before that run');
  return unchanged(
    present,
    `the visible settings are as before; the provider does not show ${hidden.join(' and ')}, so whether that run changed it is unknown`,
  );
}

/** Removes the address, and rolls the switch back. */
function takeOff(present: Present, before: NumberState, capabilities: Capabilities): Composed {
  const composed = composeRemove(present, capabilities);
  if (composed.kind !== 'program' || before.emergency.switchedOn === false) return composed;
  const program = composed.program.filter((i) => i.do !== 'step' || i.step.kind !== 'switch-emergency');
  return { ...composed, program };
}

function putOn(
  { associate, present }: UndoCase,
  number: NumberState,
  before: NumberState,
  capabilities: Capabilities,
): Composed {
  if (!associate) return failed('formerAddressUnknown', { addressId: before.emergency.addressId });
  const { emergencySwitch } = capabilities;
  const was = before.emergency.switchedOn;
  const turns =
    emergencySwitch === 'own-call' && !present.switchIgnored && was !== number.emergency.switchedOn;
  const moved = moveTo(number, associate, turns && was === true ? [turn(number, true)] : [], capabilities);
  // Where the switch is a field of the association, writing the address has turned it on.
  if (emergencySwitch === 'field' && was === false) {
    return {
      ...moved,
      program: [...moved.program, turn(number, false), { do: 'await', state: 'switched', on: false }],
    };
  }
  return turns && was === false ? { ...moved, program: [...moved.program, turn(number, false)] } : moved;
}

/** Whether the row was carried out with a purchase of its number. */
function isPurchase({ request, program }: OperationRecord): boolean {
  return request.action === 'buy' || program.some((i) => i.do === 'step' && i.step.kind === 'buy');
}

/** The request that rolls an operation back, in the words of a sheet. Depends on the past alone. */
export function undoRequest(past: OperationRecord): Request {
  const { request, before, beforeAddress } = past;
  const { acquire: _bought, ...asked } = request;
  const plain: Request = { ...asked, address: null, addressId: '', settings: {}, recipient: null };
  if (isPurchase(past)) return { ...plain, action: 'release', settings: request.settings };
  if (request.action === 'update' && !covers(request)) return plain;
  switch (request.action) {
    case 'release':
      return { ...plain, action: 'buy' };
    case 'enable':
    case 'disable':
      return { ...plain, action: request.action === 'enable' ? 'disable' : 'enable' };
    case 'update-address':
    case 'move-site':
    case 'delete-address':
      return {
        ...plain,
        action: request.action === 'delete-address' ? 'add-address' : 'update-address',
        address: beforeAddress?.address ?? null,
        callerName: beforeAddress?.callerName ?? '',
        addressId: beforeAddress?.id ?? '',
      };
    case 'add-address':
      return { ...plain, action: 'delete-address' };
    case 'add-recipient':
    case 'validate':
    case 'ignore':
      return { ...request, action: 'ignore' };
    default: {
      const isBare = before !== null && hasNoAddress(before);
      return {
        ...plain,
        action: isBare ? 'remove' : 'assign',
        callerName: beforeAddress?.callerName ?? before?.emergency.callerName ?? request.callerName,
        address: isBare ? null : (beforeAddress?.address ?? before?.emergency.address ?? null),
      };
    }
  }
}
