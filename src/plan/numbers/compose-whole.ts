import type { NumberSettings, SettingColumn } from '../../domain/request/request.ts';
import { acquires, covers } from '../../domain/request/request-scope.ts';
import type { Instruction } from '../../journal/records.ts';
import type { Capabilities, NumberState } from '../../providers/contract.ts';
import { type Composed, failed, type Present, unchanged, type Verb } from '../context/present.ts';
import { composeAssign } from './compose-coverage.ts';
import { composeSettings, SETTLED, settingsOf, writtenSettings } from './compose-number.ts';

/**
 * All that one row requests of its number, in the order that never leaves more undone than needed: the number is bought,
 * then configured, then given its address, then seen covered. What is as requested already is left out. Nothing is bought
 * for an address that cannot be given.
 */
export function composeWhole(present: Present, capabilities: Capabilities): Composed {
  const { request } = present;
  // A number of a subaccount is never listed here: what is requested of it is sent.
  const isElsewhere = Boolean(request.settings.subaccount_key);
  const { number } = present;
  const buys = request.action === 'buy' ? number === null || isElsewhere : acquires(request) && !number;
  if (request.action === 'buy' && number && !buys) {
    const columns = alreadyOtherwise(present, number, capabilities);
    if (columns.length > 0) {
      return failed('boughtAlready', { phoneNumber: request.phoneNumber, columns });
    }
  }
  const coverage = covers(request)
    ? composeAssign(buys ? { ...present, number: boughtNumber(present) } : present, capabilities)
    : null;
  if (coverage?.kind === 'settled' && coverage.outcome.result !== 'unchanged') return coverage;
  const bought = buys ? composePurchase(present, capabilities) : [];
  const known = buys ? purchaseSettings(present, capabilities) : (number?.settings ?? {});
  const changes = composeSettings(present, writtenSettings(request.settings), known);
  const covered = coverage?.kind === 'program' ? coverage.program : [];
  if (bought.length + changes.length + covered.length === 0) {
    return asRequested(present, coverage);
  }
  return {
    kind: 'program',
    program: [...bought, ...changes, ...covered],
    verb: buys ? 'buy' : verbOf(coverage, changes.length > 0),
    opensGap: coverage?.kind === 'program' && coverage.opensGap,
  };
}

/** The guards count a changed address whatever else the row sets. */
function verbOf(coverage: Composed | null, setsSomething: boolean): Verb {
  const isChanged = coverage?.kind === 'program' && !(setsSomething && coverage.verb === 'wait');
  return isChanged ? coverage.verb : 'update';
}

function asRequested(present: Present, coverage: Composed | null): Composed {
  const { request, number } = present;
  const isPending = number !== null && number.settingsPending !== '';
  if (isPending && Object.keys(writtenSettings(request.settings)).length > 0) {
    return { kind: 'program', program: [SETTLED], verb: 'wait', opensGap: false };
  }
  if (coverage !== null) return coverage;
  return request.action === 'buy'
    ? unchanged(present, 'the number is already in this account')
    : unchanged(present, asSet(present));
}

function asSet({ request, unseen }: Present): string {
  const columns = Object.keys(unseen).filter(
    (column) => request.settings[column as SettingColumn] !== undefined,
  );
  return columns.length === 0
    ? 'the settings are already as requested'
    : `the settings are already as requested; ${columns.join(' and ')} as last written, since the provider does not show ${columns.length === 1 ? 'it' : 'them'}`;
}

/**
 * The columns in which a number that `buy` finds owned is configured otherwise. What a purchase left undone is empty, and is
 * done; what is there is not overwritten, because the row takes the number for a new one.
 */
function alreadyOtherwise(present: Present, number: NumberState, capabilities: Capabilities): string[] {
  const { request } = present;
  const columns: string[] = Object.entries(writtenSettings(request.settings))
    .filter(([column, value]) => ![value, ''].includes(number.settings[column as SettingColumn] ?? ''))
    .map(([column]) => column);
  const { addressId, address } = number.emergency;
  if (!covers(request) || (addressId === '' && address === null)) return columns;
  const coverage = composeAssign(present, capabilities);
  const isOther = coverage.kind === 'program' && coverage.verb === 'replace';
  return isOther ? [...columns, request.addressId === '' ? 'address' : 'address_id'] : columns;
}

function composePurchase({ request }: Present, capabilities: Capabilities): Instruction[] {
  const { phoneNumber, numberCountry: country, settings: all } = request;
  const settings = settingsOf(all, (column) => capabilities.purchaseTakes.includes(column));
  const buy: Instruction = { do: 'step', step: { kind: 'buy', phoneNumber, country, settings } };
  if (all.subaccount_key) return [buy];
  const isConfigured = Object.keys(settings).length > 0;
  return [buy, { do: 'await', state: 'present' }, ...(isConfigured ? [SETTLED] : [])];
}

/** What the number is configured with once it is bought. */
function purchaseSettings({ request }: Present, { purchaseTakes }: Capabilities): NumberSettings {
  return settingsOf(request.settings, (column) => purchaseTakes.includes(column));
}

/** The number as it is right after its purchase: in the account, and without an address. */
function boughtNumber({ request }: Present): NumberState {
  return {
    phoneNumber: request.phoneNumber,
    handle: '',
    country: request.numberCountry,
    voiceCapable: null,
    emergency: {
      state: 'missing',
      status: '',
      addressId: '',
      address: null,
      callerName: null,
      switchedOn: null,
      failure: '',
    },
    settings: {},
    settingsPending: '',
    facts: {},
  };
}
