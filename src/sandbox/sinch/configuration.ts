import { CAPABILITY } from './listing.ts';
import { invalid } from './refusal.ts';
import { type Exchange, type Json, PROJECT, record, type SinchNumber, timeOf } from './store.ts';

const TARGETS: Readonly<Record<string, string>> = { RTC: 'appId', EST: 'trunkId', FAX: 'serviceId' };

/** Ends the scheduled tasks whose time has come. One that fails stays, as Sinch shows it. */
export function settle(
  number: SinchNumber,
  { switches, nowMs }: Pick<Exchange, 'switches' | 'nowMs'>,
): SinchNumber {
  if (switches.provisioningFailures.includes(number.phoneNumber)) return number;
  if (number.smsTask && number.smsTask.atMs <= nowMs) {
    number.sms = number.smsTask.values;
    number.smsTask = null;
  }
  if (number.voiceTask && number.voiceTask.atMs <= nowMs) {
    number.voice = number.voiceTask.values;
    number.voiceTask = null;
  }
  return number;
}

/** A number as Sinch shows it. */
export function render(number: SinchNumber, exchange: Exchange): Json {
  settle(number, exchange);
  const task = (scheduled: SinchNumber['smsTask']): Json | undefined => {
    if (scheduled === null) return undefined;
    const { askedAt, atMs, values } = scheduled;
    const hasFailed = atMs <= exchange.nowMs;
    return {
      ...values,
      status: hasFailed ? 'FAILED' : 'WAITING',
      lastUpdatedTime: askedAt,
      errorCodes: hasFailed ? ['INTERNAL_ERROR'] : [],
    };
  };
  const { sms, voice, smsTask, voiceTask, emergency: _own, ...plain } = number;
  return {
    ...plain,
    projectId: PROJECT,
    capability: CAPABILITY,
    money: { currencyCode: 'USD', amount: '1.00' },
    paymentIntervalMonths: 1,
    nextChargeDate: '2027-01-01T00:00:00.000Z',
    smsConfiguration: { ...sms, scheduledProvisioning: task(smsTask) },
    voiceConfiguration: { ...voice, scheduledVoiceProvisioning: task(voiceTask) },
  };
}

function texts(value: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(record(value)).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** The values after a change, and whether it only unlinks. @throws SinchRefusal 400 */
function smsAfter(
  number: SinchNumber,
  asked: unknown,
  { omitted }: Exchange['switches'],
): { values: Record<string, string>; unlinks: boolean } {
  const wanted = texts(asked);
  if (wanted['servicePlanId'] === undefined) throw invalid('smsConfiguration.servicePlanId', 'required');
  if (wanted['campaignId'] && number.regionCode !== 'US') {
    throw invalid('smsConfiguration.campaignId', 'only for US numbers');
  }
  for (const [field, value] of Object.entries(wanted)) {
    const present = number.sms[field] ?? '';
    if (value !== '' && present !== '' && value !== present) {
      throw invalid(`smsConfiguration.${field}`, 'must be unlinked first');
    }
  }
  const kept = omitted === 'keep' ? number.sms : {};
  return { values: { ...kept, ...wanted }, unlinks: Object.values(wanted).includes('') };
}

/** @throws SinchRefusal 400 */
function voiceAfter(asked: unknown): Record<string, string> {
  const wanted = texts(asked);
  const target = TARGETS[wanted['type'] ?? ''];
  if (target === undefined) throw invalid('voiceConfiguration.type', 'required');
  for (const other of Object.values(TARGETS)) {
    if (other !== target && wanted[other]) throw invalid(`voiceConfiguration.${other}`, 'is of another type');
  }
  return wanted;
}

/** Takes over the changes of an update or a rent; what it links is scheduled. @throws SinchRefusal 400 */
export function configure(number: SinchNumber, body: Json, exchange: Exchange): void {
  const { smsConfiguration, voiceConfiguration, displayName, callbackUrl } = body;
  for (const [field, value] of Object.entries({ smsConfiguration, voiceConfiguration })) {
    if (value !== undefined && Object.keys(record(value)).length === 0) throw invalid(field, 'is empty');
  }
  const { nowMs, switches } = exchange;
  const atMs = nowMs + switches.provisioningDelayMs;
  const askedAt = timeOf(exchange);
  const sms = smsConfiguration === undefined ? null : smsAfter(number, smsConfiguration, switches);
  const voice = voiceConfiguration === undefined ? null : voiceAfter(voiceConfiguration);
  if (sms !== null) {
    const isNow = sms.unlinks && switches.unlinking === 'at-once';
    if (isNow) {
      number.sms = sms.values;
      number.smsTask = null;
    } else number.smsTask = { atMs, askedAt, values: sms.values };
  }
  if (voice !== null) number.voiceTask = { atMs, askedAt, values: voice };
  if (typeof displayName === 'string') number.displayName = displayName;
  if (typeof callbackUrl === 'string') number.callbackUrl = callbackUrl;
}
