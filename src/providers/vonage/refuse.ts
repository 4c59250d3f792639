import type { Request, SettingColumn } from '../../domain/request/request.ts';
import { covers } from '../../domain/request/request-scope.ts';
import { labelRefusals, refuseBy } from '../refusal.ts';
import { ADDRESS_NAME_CHARS, capabilities } from './capabilities.ts';
import { FEATURES } from './convert.ts';

const HIDDEN = capabilities.hiddenSettings.join(' and ');

/** What Vonage cannot hold, each with its source and the day it was last checked. */
export const refuse = refuseBy([
  // address_name: 2 to 32 characters. Emergency Calling Provisioning reference, verified 2026-11-21.
  ...labelRefusals({ title: 'Vonage', prefix: 'VONAGE', maxChars: ADDRESS_NAME_CHARS }),
  {
    // "voiceCallbackType: sip, tel, app". Numbers reference, verified 2026-11-21.
    column: 'voice_target_type',
    code: 'VONAGE_VOICE_TARGET_TYPE',
    message: 'Vonage forwards calls to sip, tel or app only.',
    hint: 'Write sip for a SIP URI or tel for a telephone number; for an application fill in app_id instead.',
    applies: (request) => isNone(request, 'voice_target_type', ['sip', 'tel', 'app']),
  },
  {
    // "The app value is deprecated and will be removed in future". Numbers reference, verified 2026-11-21.
    column: 'voice_target_type',
    severity: 'warning',
    code: 'VONAGE_VOICE_TARGET_APP',
    message: 'Vonage is about to remove the voice target type app.',
    hint: 'Fill in app_id and leave voice_target_type empty.',
    applies: (request) => request.settings.voice_target_type === 'app',
  },
  {
    // "This must be used with the voiceCallbackValue parameter". Numbers reference, verified 2026-11-21.
    column: 'voice_target',
    code: 'VONAGE_VOICE_TARGET_PAIR',
    message: 'voice_target and voice_target_type go together.',
    hint: 'Fill in both, or leave both empty.',
    applies: ({ settings }) => Boolean(settings.voice_target) !== Boolean(settings.voice_target_type),
  },
  {
    // "landline, mobile-lvn, landline-toll-free". Numbers reference, verified 2026-11-21.
    column: 'number_type',
    code: 'VONAGE_NUMBER_TYPE',
    message: 'Vonage has no such type of number.',
    hint: 'Use landline, mobile-lvn or landline-toll-free.',
    applies: (request) => isNone(request, 'number_type', ['landline', 'mobile-lvn', 'landline-toll-free']),
  },
  {
    // The seven sets of the parameter `features`. Numbers reference, verified 2026-11-21.
    column: 'features',
    code: 'VONAGE_FEATURES',
    message: 'Vonage has no such set of features.',
    hint: `Use one of: ${FEATURES.join(' · ')}.`,
    applies: (request) => isNone(request, 'features', FEATURES),
  },
  {
    // The Emergency Calling Provisioning API knows the account's own numbers alone, verified 2026-11-21.
    column: 'subaccount_key',
    code: 'VONAGE_SUBACCOUNT_ADDRESS',
    message: "An emergency address cannot be given to a subaccount's number from this account.",
    hint: 'Give the subaccount an account of its own in the config, and name it in account.',
    applies: (request) => Boolean(request.settings.subaccount_key) && covers(request),
  },
  {
    // "If you'd like to perform an action on a subaccount, provide the api_key of that account". Numbers reference, verified 2026-11-21.
    column: 'subaccount_key',
    severity: 'warning',
    code: 'VONAGE_SUBACCOUNT_UNSEEN',
    message:
      "This account does not list its subaccounts' numbers: a change there cannot be read back, and settings that the row does not name may be lost.",
    hint: 'Give the subaccount an account of its own in the config, so that its numbers are read.',
    applies: (request) => Boolean(request.settings.subaccount_key),
  },
  {
    // An update may reset what it does not name: Vonage's own CLI sends every setting again. Verified 2026-11-26.
    column: 'action',
    severity: 'warning',
    code: 'VONAGE_HIDDEN_SETTINGS',
    message: `Vonage does not show ${HIDDEN}: an update may reset one that the row does not name.`,
    hint: `Fill in ${HIDDEN} if this number has them.`,
    applies: ({ action, settings }) =>
      (action === 'update' || (action === 'assign' && Object.keys(settings).length > 0)) &&
      capabilities.hiddenSettings.some((column) => settings[column] === undefined),
  },
]);

/** Whether a setting is given and is none of the known values. */
function isNone({ settings }: Request, column: SettingColumn, known: readonly string[]): boolean {
  const value = settings[column] ?? '';
  return value !== '' && !known.includes(value);
}
