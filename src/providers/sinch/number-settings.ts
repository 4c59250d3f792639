import type { NumberSettings } from '../../domain/wish.ts';

/** The field of each voice type that names its target. Source: Active Number API and SDK fixtures, verified 2026-11-21. */
export const VOICE_TARGETS: Readonly<Record<string, string>> = {
  RTC: 'appId',
  EST: 'trunkId',
  FAX: 'serviceId',
};

const LINKED = ['sms_service_plan_id', 'sms_campaign_id'] as const;

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
    // servicePlanId is required, so an unchanged one goes along with a new campaign.
    body['smsConfiguration'] = {
      servicePlanId: sms_service_plan_id ?? present.sms_service_plan_id ?? '',
      ...(sms_campaign_id === undefined ? {} : { campaignId: sms_campaign_id }),
    };
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
