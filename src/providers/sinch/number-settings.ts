import type { NumberSettings, SettingColumn } from '../../domain/request/request.ts';
import type { NumberState } from '../contract.ts';
import { statusWord } from '../kit/status-words.ts';
import type { WireNumber } from './wire.ts';

/** The field of each voice type that names its target. Source: Active Number API and SDK fixtures, verified 2026-11-21. */
export const VOICE_TARGETS: Readonly<Record<string, string>> = {
  RTC: 'appId',
  EST: 'trunkId',
  FAX: 'serviceId',
};

const LINKED = ['sms_service_plan_id', 'sms_campaign_id'] as const;
const VOICE = ['voice_type', 'voice_app_id'] as const;

/** What an update of a number can set. */
export const UPDATE_COLUMNS = ['display_name', 'callback_url', ...LINKED, ...VOICE] as const;

/** The changes in order: what is linked elsewhere is unlinked first, because Sinch does not link over. */
export function updateSteps(settings: NumberSettings, present: NumberSettings): NumberSettings[] {
  const unlink = LINKED.filter((column) => {
    const wanted = settings[column];
    return wanted && present[column] && present[column] !== wanted;
  });
  if (unlink.length === 0) return [settings];
  return [Object.fromEntries(unlink.map((column) => [column, ''])), settings];
}

/** The body of an update or a rent. Empty configuration objects fail, so what does not change is left out. */
export function toBody(settings: NumberSettings, present: NumberSettings): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  const { display_name, callback_url, sms_service_plan_id, sms_campaign_id, voice_type, voice_app_id } =
    settings;
  if (display_name !== undefined) body['displayName'] = display_name;
  if (callback_url !== undefined) body['callbackUrl'] = callback_url;
  if (sms_service_plan_id !== undefined || sms_campaign_id !== undefined) {
    // servicePlanId is required, so an unchanged one goes along with a new campaign. Whether an object keeps what it leaves out
    // is documented nowhere, so the present campaign goes along with another service plan.
    const servicePlanId = sms_service_plan_id ?? present.sms_service_plan_id ?? '';
    const campaignId = sms_campaign_id ?? (servicePlanId === '' ? undefined : present.sms_campaign_id);
    body['smsConfiguration'] = { servicePlanId, ...(campaignId === undefined ? {} : { campaignId }) };
  }
  if (voice_type !== undefined || voice_app_id !== undefined) {
    const type = voice_type || present.voice_type || 'RTC';
    body['voiceConfiguration'] = {
      type,
      ...(voice_app_id === undefined ? {} : { [VOICE_TARGETS[type] ?? 'appId']: voice_app_id }),
    };
  }
  return body;
}

type Linked = Pick<NumberSettings, (typeof LINKED)[number]>;
type Voice = Pick<NumberSettings, (typeof VOICE)[number]>;
type Given = readonly [SettingColumn, string | null | undefined];

function smsOf(wire: Partial<Record<'servicePlanId' | 'campaignId', string | null | undefined>>): Linked {
  return kept([
    ['sms_service_plan_id', wire.servicePlanId],
    ['sms_campaign_id', wire.campaignId],
  ]);
}

/** A voice type names its target in a field of its own; answers of old leave the type out of RTC. */
function voiceOf(wire: {
  readonly type?: string | null | undefined;
  readonly appId?: string | null | undefined;
  readonly trunkId?: string | null | undefined;
  readonly serviceId?: string | null | undefined;
}): Voice {
  const target = { RTC: wire.appId, EST: wire.trunkId, FAX: wire.serviceId }[wire.type || 'RTC'];
  return kept([
    ['voice_type', wire.type],
    ['voice_app_id', target],
  ]);
}

function kept(given: readonly Given[]): NumberSettings {
  return Object.fromEntries(given.filter(([, value]) => value !== null && value !== undefined));
}

/** A task in progress, or one with an unknown status. */
function isOpen(task: { readonly status?: string | null | undefined } | null | undefined): boolean {
  return Boolean(task?.status) && statusWord(task?.status ?? '') !== 'failed';
}

/**
 * The settings as they will be when what is scheduled has ended: Sinch has accepted it, and asking for it again would
 * schedule it twice. What failed does not count.
 */
export function settingsOf(wire: WireNumber): NumberSettings {
  const { smsConfiguration: sms, voiceConfiguration: voice } = wire;
  const smsTask = sms?.scheduledProvisioning;
  const voiceTask = voice?.scheduledVoiceProvisioning;
  const settings: NumberSettings = {
    ...smsOf(sms ?? {}),
    ...(isOpen(smsTask) ? smsOf(smsTask ?? {}) : {}),
    ...(isOpen(voiceTask) ? voiceOf(voiceTask ?? {}) : voiceOf(voice ?? {})),
    ...kept([
      ['display_name', wire.displayName],
      ['callback_url', wire.callbackUrl],
      ['number_type', wire.type],
      ['features', wire.capability?.join(',')],
    ]),
  };
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== ''));
}

/** The scheduled changes of the SMS and voice links, with the columns that each one sets. */
function tasksOf({ smsConfiguration: sms, voiceConfiguration: voice }: WireNumber) {
  const tasks = [
    { name: 'sms', columns: LINKED, task: sms?.scheduledProvisioning },
    { name: 'voice', columns: VOICE, task: voice?.scheduledVoiceProvisioning },
  ] as const;
  return tasks.map(({ name, columns, task }) => {
    return { name, columns, status: task?.status ?? '', errorCodes: task?.errorCodes ?? [] };
  });
}

/** What is scheduled and what failed, in Sinch's own words. */
export function pendingOf(wire: WireNumber): Pick<NumberState, 'settingsPending' | 'settingsFailed'> {
  const pending: string[] = [];
  const failed: Partial<Record<SettingColumn, string>> = {};
  for (const { name, columns, ...task } of tasksOf(wire)) {
    if (task.status === '') continue;
    const words = [task.status, ...task.errorCodes].join(' ');
    if (isOpen(task)) pending.push(`${name} ${words}`);
    else for (const column of columns) failed[column] = words;
  }
  return {
    settingsPending: pending.join('; '),
    ...(Object.keys(failed).length === 0 ? {} : { settingsFailed: failed }),
  };
}

/** The last scheduled change of the SMS and voice links: its status and, when it failed, Sinch's codes. */
export function provisioningOf(
  wire: WireNumber,
): Readonly<Record<'provisioning_status' | 'provisioning_errors', string>> {
  const told = (words: (task: ReturnType<typeof tasksOf>[number]) => string): string =>
    tasksOf(wire)
      .flatMap((task) => (words(task) === '' ? [] : [`${task.name}: ${words(task)}`]))
      .join('; ');
  return {
    provisioning_status: told(({ status }) => status),
    provisioning_errors: told(({ errorCodes }) => errorCodes.join(', ')),
  };
}
