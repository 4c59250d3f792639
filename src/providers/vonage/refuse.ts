import type { Request, SettingColumn } from '../../domain/request.ts';
import type { Problem } from '../../errors/problem.ts';
import { labelRoom, type Refusal, refusalsOf, writesAddress } from '../refusal.ts';
import { ADDRESS_NAME_CHARS } from './capabilities.ts';
import { FEATURES, UPDATE_FIELDS } from './convert.ts';

/** What Vonage cannot hold, each with its source and the day it was last checked. */
const REFUSALS: readonly Refusal[] = [
  {
    // address_name: 2 to 32 characters. Emergency Calling Provisioning reference, verified 2026-11-21.
    column: 'address_label',
    value: (request) => request.addressLabel,
    severity: 'warning',
    code: 'VONAGE_ADDRESS_LABEL_CUT',
    message: `Vonage stores ${labelRoom(ADDRESS_NAME_CHARS)} characters of a label after the program's tag: this one is cut.`,
    hint: `Shorten address_label to ${labelRoom(ADDRESS_NAME_CHARS)} characters if its end matters.`,
    applies: (request) =>
      writesAddress(request) && request.addressLabel.length > labelRoom(ADDRESS_NAME_CHARS),
  },
  {
    // "voiceCallbackType: sip, tel, app". Numbers reference, verified 2026-11-21.
    column: 'voice_target_type',
    value: (request) => request.settings.voice_target_type ?? '',
    severity: 'error',
    code: 'VONAGE_VOICE_TARGET_TYPE',
    message: 'Vonage forwards calls to sip, tel or app only.',
    hint: 'Write sip for a SIP URI or tel for a telephone number; for an application fill in app_id instead.',
    applies: (request) => isNone(request, 'voice_target_type', ['sip', 'tel', 'app']),
  },
  {
    // "The app value is deprecated and will be removed in future". Numbers reference, verified 2026-11-21.
    column: 'voice_target_type',
    value: (request) => request.settings.voice_target_type ?? '',
    severity: 'warning',
    code: 'VONAGE_VOICE_TARGET_APP',
    message: 'Vonage is about to remove the voice target type app.',
    hint: 'Fill in app_id and leave voice_target_type empty.',
    applies: (request) => request.settings.voice_target_type === 'app',
  },
  {
    // "This must be used with the voiceCallbackValue parameter". Numbers reference, verified 2026-11-21.
    column: 'voice_target',
    value: (request) => request.settings.voice_target ?? '',
    severity: 'error',
    code: 'VONAGE_VOICE_TARGET_PAIR',
    message: 'voice_target and voice_target_type go together.',
    hint: 'Fill in both, or neither; two quotes ("") in both take the forwarding away.',
    applies: ({ settings }) => Boolean(settings.voice_target) !== Boolean(settings.voice_target_type),
  },
  {
    // "landline, mobile-lvn, landline-toll-free". Numbers reference, verified 2026-11-21.
    column: 'number_type',
    value: (request) => request.settings.number_type ?? '',
    severity: 'error',
    code: 'VONAGE_NUMBER_TYPE',
    message: 'Vonage has no such type of number.',
    hint: 'Use landline, mobile-lvn or landline-toll-free.',
    applies: (request) => isNone(request, 'number_type', ['landline', 'mobile-lvn', 'landline-toll-free']),
  },
  {
    // The seven sets of the parameter `features`. Numbers reference, verified 2026-11-21.
    column: 'features',
    value: (request) => request.settings.features ?? '',
    severity: 'error',
    code: 'VONAGE_FEATURES',
    message: 'Vonage has no such set of features.',
    hint: `Use one of: ${FEATURES.join(' · ')}.`,
    applies: (request) => isNone(request, 'features', FEATURES),
  },
  {
    // Buy takes country, msisdn and target_api_key only. Numbers reference, verified 2026-11-21.
    column: 'action',
    value: (request) => request.action,
    severity: 'error',
    code: 'VONAGE_BUY_SETTING',
    message: 'Vonage takes no settings with a purchase.',
    hint: 'Buy the number first, then set it with action=update.',
    applies: (request) => laterSettings(request).length > 0,
  },
  {
    // "If you'd like to perform an action on a subaccount, provide the api_key of that account". Numbers reference, verified 2026-11-21.
    column: 'subaccount_key',
    value: (request) => request.settings.subaccount_key ?? '',
    severity: 'warning',
    code: 'VONAGE_SUBACCOUNT_UNSEEN',
    message: "This account does not list its subaccounts' numbers: what was done there cannot be read back.",
    hint: 'Give the subaccount an account of its own in the config to have its numbers read.',
    applies: (request) => Boolean(request.settings.subaccount_key),
  },
];

/** The settings that a row gives and that a purchase cannot carry. */
function laterSettings({ action, settings }: Request): string[] {
  return action === 'buy' ? UPDATE_FIELDS.map(([column]) => column).filter((column) => settings[column]) : [];
}

/** What Vonage cannot hold of a request; all of it, in column order of the table. */
export function refuse(request: Request, row: number): readonly Problem[] {
  return refusalsOf(REFUSALS, request, row);
}

/** Whether a setting is given and is none of the known values. */
function isNone({ settings }: Request, column: SettingColumn, known: readonly string[]): boolean {
  const value = settings[column] ?? '';
  return value !== '' && !known.includes(value);
}
