import { addressAdvice } from './address-advice.ts';
import { outcomeKind } from './outcome-kind.ts';

/** Where a provider gives its own hint, that one is shown. */
interface Told {
  readonly message: string;
  readonly hint: string;
}

const RESUME = 'Type e911 resume to continue.';

/** Outcomes that a run, an undo or a verification gives to a row. */
export const RUN_OUTCOMES = {
  addressNeedsReview: outcomeKind<{ changes: string; said: string }>({
    code: 'ADDRESS_NEEDS_REVIEW',
    results: ['needs_review'],
    column: 'street',
    message: ({ changes, said }) => `The provider writes this address differently (${changes}): ${said}`,
    hint: () =>
      'Compare it with the suggested_ columns. Correct the row, or use --accept formatting or --accept all.',
  }),
  addressNotEnabled: outcomeKind<{ addressId: string; said: string }>({
    code: 'ADDRESS_NOT_FOR_EMERGENCY',
    results: ['failed'],
    column: 'address_id',
    message: ({ addressId, said }) =>
      `Address ${addressId} is not enabled for emergency calls, and the provider refuses to enable it: ${said}`,
    hint: () => 'Fill in the address itself and leave address_id empty: the run then creates another one.',
  }),
  addressUnknownToProvider: outcomeKind<{ said: string }>({
    code: 'ADDRESS_NOT_FOUND_BY_PROVIDER',
    results: ['failed'],
    column: 'street',
    message: ({ said }) => `The provider does not find this address: ${said}`,
    hint: () => addressAdvice(),
  }),
  choiceRefused: outcomeKind<{ address: string }>({
    code: 'CHOICE_NOT_OFFERED',
    results: ['failed'],
    column: 'street',
    message: ({ address }) => `The address that was chosen for this row, ${address}, is no longer offered.`,
    hint: () => 'Make a new plan of the sheet without --choices, and choose again.',
  }),
  unusableAddressInUse: outcomeKind<{ addressId: string; status: string; said: string }>({
    code: 'ADDRESS_NOT_FOR_EMERGENCY',
    results: ['failed'],
    column: 'street',
    message: ({ addressId, status, said }) =>
      `This address is there as ${addressId} with the status ${status}, and is not deleted to create it again: ${said}`,
    hint: () =>
      'Move its numbers to another address and delete it with action delete-address, or correct it with action update-address.',
  }),
  updateUnusable: outcomeKind<{ addressId: string; said: string; isRolledBack: boolean }>({
    code: 'ADDRESS_NOT_FOUND_BY_PROVIDER',
    results: ['failed'],
    column: 'street',
    message: ({ addressId, said, isRolledBack }) =>
      isRolledBack
        ? `The provider does not find the new address, so ${addressId} has its former address again: ${said}`
        : `The provider does not find the address that ${addressId} has now: ${said}`,
    hint: () => addressAdvice(),
  }),
  labelStored: outcomeKind<{ label: string; stored: string }>({
    code: 'ADDRESS_LABEL_CHANGED',
    results: ['needs_review'],
    column: 'address_label',
    message: ({ label, stored }) => `The provider stored the label "${label}" as "${stored}".`,
    hint: () => 'Shorten address_label. To change the label of the address, use action update-address.',
  }),
  addressAdjusted: outcomeKind<{ status: string; made: string }>({
    code: 'ADDRESS_ADJUSTED',
    results: ['needs_review'],
    column: 'street',
    message: ({ status, made }) =>
      `The provider registered a different form of the address (${status}): ${made}.`,
    hint: () =>
      'The number is covered by the address in address_after. If that is right, copy it into the row; if not, correct the row and apply it again.',
  }),
  addressNotVerified: outcomeKind<{ said: string }>({
    code: 'ADDRESS_NOT_VERIFIED',
    results: ['needs_review'],
    column: 'street',
    message: ({ said }) => said,
    hint: () =>
      "Ask the provider for the status of the address: the street guide of the county's 911 authority decides.",
  }),
  addressNotSettled: outcomeKind({
    code: 'ADDRESS_NOT_SETTLED',
    results: ['not_attempted'],
    column: '',
    message: () => 'The provider has not accepted the address of this row yet.',
    hint: () => RESUME,
  }),
  addressKept: outcomeKind({
    code: 'ADDRESS_IN_USE',
    results: ['skipped'],
    column: '',
    message: () => 'That run created the address, and numbers use it, so it is kept.',
    hint: () => 'Give those numbers another address first, then undo again.',
  }),
  addressUseUnknown: outcomeKind({
    code: 'ADDRESS_USE_UNKNOWN',
    results: ['skipped'],
    column: '',
    message: ({ said }: { said: string }) =>
      `That run created the address, and a number that may use it cannot be read, so it is kept. ${said}`,
    hint: () => 'Fix what the provider names, then undo again.',
  }),
  drift: outcomeKind<{ now: string; hint: string }>({
    code: 'DRIFT',
    results: ['failed'],
    column: '',
    message: ({ now }) => `Does not match the expected state. Now: ${now}`,
    hint: ({ hint }) => hint,
  }),
  uncoveredNow: outcomeKind<{ now: string }>({
    code: 'UNCOVERED_NOW',
    results: ['failed'],
    column: 'phone_number',
    message: ({ now }) => `The number was covered and has NO emergency address right now. Now: ${now}`,
    hint: () => 'Apply the sheet again to give the number its address.',
  }),
  stale: outcomeKind({
    code: 'stale',
    results: ['failed'],
    column: '',
    message: () =>
      'The state at the provider changed after the plan was made, so nothing was sent for this row.',
    hint: () => 'Make a new plan with e911 plan and review this row again.',
  }),
  registrationFailed: outcomeKind<{ said: string }>({
    code: 'REGISTRATION_FAILED',
    results: ['failed'],
    column: '',
    message: ({ said }) => said,
    hint: () => 'Check the address with the provider, correct it in retry.csv, then apply that file.',
  }),
  settingFailed: outcomeKind<{ said: string }>({
    code: 'SETTING_FAILED',
    results: ['failed'],
    column: '',
    message: ({ said }) => said,
    hint: () => 'Check the setting with the provider, correct it in retry.csv, then apply that file.',
  }),
  switchHadNoEffect: outcomeKind<{ on: boolean }>({
    code: 'SWITCH_HAD_NO_EFFECT',
    results: ['failed'],
    column: 'action',
    message: ({ on }) =>
      `The provider accepted the call, but emergency calling did not turn ${on ? 'on' : 'off'} within --wait.`,
    hint: () =>
      'Some accounts ignore this switch, and coverage follows the address alone: use action assign or remove.',
  }),
  numberUncovered: outcomeKind<Told>({
    code: 'NUMBER_UNCOVERED',
    results: ['failed'],
    column: '',
    message: ({ message }) => message,
    hint: ({ hint }) =>
      `The number has NO emergency address. Give it one at the provider now, then apply retry.csv. ${hint}`.trim(),
  }),
  interrupted: outcomeKind({
    code: 'INTERRUPTED',
    results: ['not_attempted'],
    column: '',
    message: () => 'The run was interrupted before this row.',
    hint: () => RESUME,
  }),
  accountStopped: outcomeKind<Told>({
    code: 'ACCOUNT_STOPPED',
    results: ['not_attempted', 'failed', 'pending'],
    column: '',
    message: ({ message }) => `Nothing more was sent to this account: ${message}`,
    hint: ({ hint }) => hint,
  }),
  maxErrors: outcomeKind<{ failed: number; total: number; account: string; limit: string }>({
    code: 'MAX_ERRORS',
    results: ['not_attempted'],
    column: '',
    message: ({ failed, total, account, limit }) =>
      `${failed} of ${total} operations at ${account} failed (limit: ${limit}), so nothing new was started.`,
    hint: () => 'Read errors.csv, fix the rows in retry.csv, then apply that file.',
  }),
  canaryFailed: outcomeKind<{ phoneNumber: string }>({
    code: 'CANARY_FAILED',
    results: ['not_attempted'],
    column: '',
    message: ({ phoneNumber }) =>
      `The first address change (${phoneNumber}) did not succeed, so no other change was started.`,
    hint: () => 'Check that row first, then apply retry.csv.',
  }),
  notCoveredElsewhere: outcomeKind<{ phoneNumber: string; account: string; now: string }>({
    code: 'NOT_COVERED_ELSEWHERE',
    results: ['failed'],
    column: 'phone_number',
    message: ({ phoneNumber, account, now }) =>
      `${phoneNumber} keeps its address here, because ${account} does not show it as covered: ${now}`,
    hint: ({ account }) =>
      `Give the number its address at ${account} first, then type the same command again.`,
  }),
  sheetInvalid: outcomeKind<{ why: string }>({
    code: 'SHEET_INVALID',
    results: ['not_attempted'],
    column: '',
    message: ({ why }) => why,
    hint: () => 'Fix the rows that errors.csv names, then run the same command again.',
  }),
} as const;
