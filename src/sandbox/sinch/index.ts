import { joinHouseNumber, joinZip, splitHouseNumber, zipParts } from '../../domain/street-line.ts';
import { isRefused } from '../../domain/street-split.ts';
import { createJudge, type Judge, loadPlaces, type PlaceAddress } from '../places.ts';
import type { Effect, SandboxRequest, SandboxResponse, StandIn } from '../stand-in.ts';
import { invalid, newNumber, notFound, type SinchNumber, SinchRefusal, turnSwitches } from './store.ts';

export interface SinchStandInOptions {
  /** How many numbers, or which; the documented ones when absent. */
  readonly numbers?: number | readonly string[];
  readonly covered?: boolean;
  readonly judge?: Judge;
  readonly switches?: unknown;
}

const PROJECT = 'sandbox-project';
const KEY_ID = 'sandbox-key';
const KEY_SECRET = 'sandbox-secret-of-no-account';
const FREE = Array.from({ length: 20 }, (_, line) => `+12065550${100 + line}`);

type Json = Record<string, unknown>;

function record(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function parse(body: string): Json {
  if (body === '') return {};
  try {
    return record(JSON.parse(body));
  } catch {
    throw new SinchRefusal(400, 'INVALID_ARGUMENT', 'the body is not JSON');
  }
}

function wireOf(address: PlaceAddress | null): Json {
  if (address === null) return {};
  const split = splitHouseNumber(address.street, address.country);
  const street = isRefused(split) ? { streetNumber: '', streetInfo: address.street } : split;
  const { zip, plusFour } = zipParts(address.postalCode);
  return {
    streetNumber: street.streetNumber,
    streetInfo: street.streetInfo,
    location: address.unit,
    city: address.city,
    state: address.region,
    postalCode: zip,
    postalCodePlusFour: plusFour,
  };
}

function addressIn(body: Json, country: string): PlaceAddress {
  if (text(body['displayName']) === '') throw invalid('displayName', 'required');
  const given = record(body['address']);
  for (const field of ['streetNumber', 'streetInfo', 'city', 'state', 'postalCode']) {
    if (text(given[field]) === '') throw invalid(`address.${field}`, 'required');
  }
  return {
    street: joinHouseNumber({
      streetNumber: text(given['streetNumber']),
      streetInfo: text(given['streetInfo']),
    }),
    unit: text(given['location']),
    city: text(given['city']),
    region: text(given['state']),
    postalCode: joinZip({ zip: text(given['postalCode']), plusFour: text(given['postalCodePlusFour']) }),
    country,
  };
}

/** Sinch's token endpoint and Numbers API over pure state, on one origin. */
export function createSinchStandIn(options: SinchStandInOptions = {}): StandIn {
  const effects: Effect[] = [];
  const judge = options.judge ?? createJudge(loadPlaces());
  let switches = turnSwitches({}, options.switches ?? {});
  const tokens = new Map<string, number>();
  let issued = 0;
  const { numbers: wanted = 20 } = options;
  const phones =
    typeof wanted === 'number'
      ? Array.from(
          { length: wanted },
          (_, at) =>
            `+1${['404', '416', '212'][at % 3]}555${String(100 + Math.floor(at / 3)).padStart(4, '0')}`,
        )
      : wanted;
  const numbers = new Map(phones.map((phone) => [phone, newNumber(phone)]));
  if (options.covered !== false) {
    const first = numbers.get(phones[0] ?? '');
    const place = { street: '3500 LENOX RD NE', unit: '', city: 'ATLANTA', region: 'GA' };
    if (first) first.emergency = { ...place, postalCode: '30326-4228', country: first.regionCode };
  }

  function settle(number: SinchNumber, nowMs: number): SinchNumber {
    const fails = switches.provisioningFailures.includes(number.phoneNumber);
    if (!fails && number.smsTask && number.smsTask.atMs <= nowMs) {
      number.sms = number.smsTask.values;
      number.smsTask = null;
    }
    if (!fails && number.voiceTask && number.voiceTask.atMs <= nowMs) {
      number.voice = number.voiceTask.values;
      number.voiceTask = null;
    }
    return number;
  }

  function render(number: SinchNumber, nowMs: number): Json {
    settle(number, nowMs);
    const task = (scheduled: SinchNumber['smsTask']): Json | undefined => {
      if (scheduled === null) return undefined;
      const failed = scheduled.atMs <= nowMs;
      return {
        ...scheduled.values,
        status: failed ? 'FAILED' : 'WAITING',
        errorCodes: failed ? ['INTERNAL_ERROR'] : [],
      };
    };
    const { sms, voice, smsTask, voiceTask, emergency: _address, ...plain } = number;
    return {
      ...plain,
      projectId: PROJECT,
      capability: ['SMS', 'VOICE'],
      money: { currencyCode: 'USD', amount: '1.00' },
      paymentIntervalMonths: 1,
      smsConfiguration: { ...sms, scheduledProvisioning: task(smsTask) },
      voiceConfiguration: { ...voice, scheduledVoiceProvisioning: task(voiceTask) },
    };
  }

  function configure(number: SinchNumber, body: Json, nowMs: number): void {
    const { smsConfiguration, voiceConfiguration, displayName, callbackUrl } = body;
    for (const [field, value] of Object.entries({ smsConfiguration, voiceConfiguration })) {
      if (value !== undefined && Object.keys(record(value)).length === 0) throw invalid(field, 'is empty');
    }
    const atMs = nowMs + switches.provisioningDelayMs;
    const strings = (value: unknown) =>
      Object.fromEntries(
        Object.entries(record(value)).filter(
          (entry): entry is [string, string] => typeof entry[1] === 'string',
        ),
      );
    if (smsConfiguration !== undefined) {
      const wished = strings(smsConfiguration);
      if (wished['servicePlanId'] === undefined) throw invalid('smsConfiguration.servicePlanId', 'required');
      for (const [field, value] of Object.entries(wished)) {
        const present = number.sms[field] ?? '';
        if (value !== '' && present !== '' && value !== present) {
          throw invalid(`smsConfiguration.${field}`, 'must be unlinked first');
        }
      }
      const isUnlink = Object.values(wished).includes('');
      number.smsTask = { atMs: isUnlink ? nowMs : atMs, values: { ...number.sms, ...wished } };
    }
    if (voiceConfiguration !== undefined) {
      const wished = strings(voiceConfiguration);
      if (!['RTC', 'EST', 'FAX'].includes(wished['type'] ?? ''))
        throw invalid('voiceConfiguration.type', 'required');
      number.voiceTask = { atMs, values: wished };
    }
    if (typeof displayName === 'string') number.displayName = displayName;
    if (typeof callbackUrl === 'string') number.callbackUrl = callbackUrl;
  }

  function matching(query: URLSearchParams, all: readonly SinchNumber[]): readonly SinchNumber[] {
    for (const name of ['regionCode', 'type']) if (!query.get(name)) throw invalid(name, 'required');
    if (!['MOBILE', 'LOCAL', 'TOLL_FREE'].includes(query.get('type') ?? '')) {
      throw new SinchRefusal(400, 'INVALID_ARGUMENT', 'parsing field "type": is not a valid value');
    }
    const pattern = query.get('numberPattern.pattern') ?? '';
    const where = query.get('numberPattern.searchPattern') ?? 'CONTAINS';
    return all.filter(({ regionCode, type, phoneNumber }) => {
      const fits =
        where === 'START'
          ? phoneNumber.startsWith(pattern)
          : where === 'END'
            ? phoneNumber.endsWith(pattern)
            : phoneNumber.includes(pattern);
      return regionCode === query.get('regionCode') && type === query.get('type') && fits;
    });
  }

  function list(query: URLSearchParams, nowMs: number): Json {
    const all = matching(query, [...numbers.values()]);
    const from = Number((query.get('pageToken') ?? 'p0').slice(1));
    const to = from + Math.min(Number(query.get('pageSize') ?? '20'), 1000);
    return {
      activeNumbers: all.slice(from, to).map((number) => render(number, nowMs)),
      nextPageToken: to < all.length ? `p${to}` : '',
      totalSize: all.length,
    };
  }

  function emergency(number: SinchNumber, verb: string, body: Json, nowMs: number): Json {
    const { phoneNumber } = number;
    const absent = notFound('EmergencyAddress', phoneNumber);
    if (verb === '') {
      if (number.emergency === null && switches.absentAddress === '404') throw absent;
      return wireOf(number.emergency);
    }
    if (verb === ':deprovision') {
      if (number.emergency === null && switches.absentDeprovision === '404') throw absent;
      number.emergency = null;
      effects.push({ atMs: nowMs, kind: 'disassociate', subject: phoneNumber, detail: '' });
      return {};
    }
    const asked = addressIn(body, number.regionCode);
    const judgement = judge(asked);
    if (verb === ':provision') {
      if (judgement.kind === 'none') throw invalid('address', 'Address is Invalid');
      if (number.emergency !== null && switches.overwrite === 'refuse')
        throw invalid('address', 'exists already');
      number.emergency = asked;
      effects.push({ atMs: nowMs, kind: 'associate', subject: phoneNumber, detail: asked.street });
      return wireOf(asked);
    }
    const none = {
      streetNumber: '',
      streetInfo: '',
      location: '',
      city: '',
      state: '',
      postalCode: '',
      postalCodePlusFour: '',
    };
    const base = {
      phoneNumber,
      displayName: body['displayName'],
      validatedAddress: wireOf(asked),
      candidateAddresses: [],
    };
    if (judgement.kind === 'exact') {
      return {
        ...base,
        validationResult: 'EXACT_MATCH',
        validationMessage: 'Address is a perfect match',
        correctedAddress: {},
      };
    }
    if (judgement.kind === 'near') {
      const validationMessage = 'Corrected to valid address|Corrected address abbreviations';
      return {
        ...base,
        validationResult: 'NEAR_MATCH',
        validationMessage,
        correctedAddress: wireOf(judgement.suggested),
      };
    }
    const validationMessage = 'Invalid address - no correction found|Address is Invalid';
    const candidateAddresses = judgement.candidates.map(wireOf);
    return {
      ...base,
      validationResult: 'NO_MATCH',
      validationMessage,
      correctedAddress: none,
      candidateAddresses,
    };
  }

  function owned(phone: string): SinchNumber {
    const number = numbers.get(phone);
    if (number === undefined) throw notFound('ActiveNumber', phone);
    return number;
  }

  function route(request: SandboxRequest, nowMs: number): Json {
    const { method, query } = request;
    const found =
      /^\/v1\/projects\/([^/]+)\/(activeNumbers|availableNumbers)(?:\/([^/:]+))?(\/emergencyAddress)?(:\w+)?$/.exec(
        request.path,
      );
    if (found?.[1] !== PROJECT) throw notFound('Path', request.path);
    const [, , kind, encoded, address, verb = ''] = found;
    const phone = encoded === undefined ? '' : decodeURIComponent(encoded);
    if (kind === 'availableNumbers') {
      const free = FREE.filter((one) => !numbers.has(one));
      if (phone === '')
        return {
          availableNumbers: matching(query, free.map(newNumber))
            .slice(0, Number(query.get('size') ?? '10'))
            .map((number) => ({
              phoneNumber: number.phoneNumber,
              regionCode: number.regionCode,
              type: number.type,
              capability: ['SMS', 'VOICE'],
            })),
        };
      if (!free.includes(phone)) throw notFound('AvailableNumber', phone);
      if (verb !== ':rent')
        return { phoneNumber: phone, regionCode: 'US', type: 'LOCAL', capability: ['SMS', 'VOICE'] };
      const number = newNumber(phone);
      configure(number, parse(request.body), nowMs);
      numbers.set(phone, number);
      effects.push({ atMs: nowMs, kind: 'buy', subject: phone, detail: '' });
      return render(number, nowMs);
    }
    if (phone === '') return list(query, nowMs);
    const number = settle(owned(phone), nowMs);
    if (address !== undefined) return emergency(number, verb, parse(request.body), nowMs);
    if (method === 'PATCH') {
      configure(number, parse(request.body), nowMs);
      effects.push({ atMs: nowMs, kind: 'update-number', subject: phone, detail: '' });
    } else if (verb === ':release') {
      numbers.delete(phone);
      effects.push({ atMs: nowMs, kind: 'release', subject: phone, detail: '' });
    }
    return render(number, nowMs);
  }

  function answer(request: SandboxRequest, nowMs: number): SandboxResponse {
    const headers = { 'content-type': 'application/json' };
    const { authorization = '' } = request.headers;
    const isBasic = authorization === `Basic ${Buffer.from(`${KEY_ID}:${KEY_SECRET}`).toString('base64')}`;
    if (request.path === '/oauth2/token') {
      if (!isBasic) return { status: 401, headers, body: JSON.stringify({ error: 'invalid_client' }) };
      issued += 1;
      const access_token = `sandbox-token-${issued}`;
      tokens.set(access_token, nowMs + switches.tokenSeconds * 1000);
      const body = JSON.stringify({
        access_token,
        token_type: 'bearer',
        expires_in: switches.tokenSeconds,
        scope: '',
      });
      return { status: 200, headers, body };
    }
    try {
      const isLive = (tokens.get(authorization.replace(/^Bearer /, '')) ?? 0) > nowMs;
      if (!isBasic && !isLive)
        throw new SinchRefusal(401, 'UNAUTHENTICATED', 'the token is invalid or expired');
      return { status: 200, headers, body: JSON.stringify(route(request, nowMs)) };
    } catch (error) {
      if (!(error instanceof SinchRefusal)) throw error;
      const { code, status, message, details } = error;
      const challenge =
        code === 401
          ? { 'www-authenticate': 'Bearer error="invalid_token", error_description="expired"' }
          : {};
      return {
        status: code,
        headers: { ...headers, ...challenge },
        body: JSON.stringify({ error: { code, message, status, details } }),
      };
    }
  }

  return {
    provider: 'sinch',
    answer,
    effects,
    operationOf({ path, method }) {
      if (path === '/oauth2/token') return 'fetch-token';
      if (path.endsWith(':provision')) return 'associate';
      if (path.endsWith(':deprovision')) return 'disassociate';
      if (path.endsWith(':validate')) return 'validate';
      if (path.endsWith(':release')) return 'release';
      if (path.endsWith(':rent')) return 'buy';
      if (method === 'PATCH') return 'update-number';
      if (path.endsWith('/emergencyAddress')) return 'fetch-address';
      return path.endsWith('activeNumbers')
        ? 'list-numbers'
        : path.includes('activeNumbers/')
          ? 'fetch-number'
          : 'other';
    },
    account: (origin) => ({
      provider: 'sinch',
      project_id: 'env:SINCH_PROJECT_ID',
      key_id: 'env:SINCH_KEY_ID',
      key_secret: 'env:SINCH_KEY_SECRET',
      base_url: origin,
      auth_base_url: origin,
    }),
    environment: { SINCH_PROJECT_ID: PROJECT, SINCH_KEY_ID: KEY_ID, SINCH_KEY_SECRET: KEY_SECRET },
    controls: {
      get maxConcurrent() {
        return switches.maxConcurrent ?? undefined;
      },
      state: (nowMs) => ({ numbers: [...numbers.values()].map((number) => settle(number, nowMs)) }),
      switches: () => switches,
      setSwitches: (changes) => {
        switches = turnSwitches(switches, changes);
      },
      addNumbers: (added) => {
        for (const phone of added) if (!numbers.has(phone)) numbers.set(phone, newNumber(phone));
      },
    },
  };
}
