import type { SandboxResponse } from '../stand-in.ts';
import { cutItems, endlessList, shownItems } from '../trouble-switches.ts';
import { json, outcome } from './refusal.ts';
import { addNumber, type Exchange, recordEffect, type VonageNumber, type VonageStore } from './store.ts';

const FEATURES = ['VOICE', 'SMS', 'MMS'];
const SETTINGS = [
  'app_id',
  'moHttpUrl',
  'moSmppSysType',
  'voiceCallbackType',
  'voiceCallbackValue',
  'voiceStatusCallback',
  'messagesCallbackType',
  'messagesCallbackValue',
];
/** The settings that the owned list shows; the others can be written only. */
const SHOWN = new Set(SETTINGS.filter((name) => name !== 'moSmppSysType' && name !== 'voiceStatusCallback'));
const METHOD_FAILED = 420;

/** Whole number of a query parameter; null when it is none within bounds. */
function whole(query: URLSearchParams, name: string, fallback: number, most: number): number | null {
  const text = query.get(name) ?? String(fallback);
  return /^\d{1,6}$/.test(text) && Number(text) >= 1 && Number(text) <= most ? Number(text) : null;
}

function matches(query: URLSearchParams, msisdn: string, country: string): boolean {
  const pattern = query.get('pattern') ?? '';
  const wanted = query.get('country');
  if (wanted !== null && wanted !== country) return false;
  switch (query.get('search_pattern') ?? '0') {
    case '1':
      return msisdn.includes(pattern);
    case '2':
      return msisdn.endsWith(pattern);
    default:
      return msisdn.startsWith(pattern);
  }
}

function page(query: URLSearchParams, all: readonly unknown[], endless?: string): SandboxResponse {
  const size = whole(query, 'size', 10, 100);
  const index = whole(query, 'index', 1, 100_000);
  if (size === null || index === null || !/^[012]$/.test(query.get('search_pattern') ?? '0')) {
    return outcome(METHOD_FAILED, 'method failed');
  }
  const count = endless ? (index + 1) * size : all.length;
  return json(200, { count, numbers: cutItems(all, (index - 1) * size, size, endless) });
}

export function listNumbers({ request, store, switches }: Exchange): SandboxResponse {
  const { query } = request;
  const application = query.get('application_id');
  const hasApplication = query.get('has_application');
  const all = [...store.numbers.values()].filter(({ msisdn, country, settings, owner }) => {
    if (owner !== '') return false;
    const appId = settings.get('app_id') ?? '';
    if (application !== null && application !== appId) return false;
    if (hasApplication !== null && (hasApplication === 'true') !== (appId !== '')) return false;
    return matches(query, msisdn, country);
  });
  const owned = shownItems(switches, 'list-numbers', all);
  if (owned.length === 0 && switches.emptyNumbers === '{}') return json(200, {});
  return page(query, owned.map(showNumber), endlessList(switches, 'list-numbers'));
}

function showNumber({ msisdn, country, settings }: VonageNumber) {
  const shown = Object.fromEntries([...settings].filter(([name, value]) => SHOWN.has(name) && value !== ''));
  return { country, msisdn, type: 'mobile-lvn', features: FEATURES, ...shown };
}

export function searchNumbers({ request, store, switches }: Exchange): SandboxResponse {
  const { initialPrice, cost } = switches;
  const prices = Object.fromEntries(
    Object.entries({ initialPrice, cost }).filter(([, price]) => price !== ''),
  );
  const { query } = request;
  const features = (query.get('features') ?? '').split(',').filter((feature) => feature !== '');
  const type = query.get('type') ?? 'mobile-lvn';
  if (!/^[A-Z]{2}$/.test(query.get('country') ?? '') || features.some((name) => !FEATURES.includes(name))) {
    return outcome(METHOD_FAILED, 'method failed');
  }
  const found = [...store.pool]
    .filter(([msisdn, country]) => type === 'mobile-lvn' && matches(query, msisdn, country))
    .map(([msisdn, country]) => ({
      country,
      msisdn,
      type,
      ...prices,
      features: FEATURES,
    }));
  return page(query, found);
}

const succeeded = (): SandboxResponse => outcome(200, 'success');
const failed = (label = 'method failed'): SandboxResponse => outcome(METHOD_FAILED, label);

/** Form of a change; undefined when country or msisdn is missing or ill-formed. */
function readForm({ request }: Exchange) {
  const form = new URLSearchParams(request.body);
  const msisdn = form.get('msisdn') ?? '';
  const country = form.get('country') ?? '';
  const isForm = (request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  return isForm && /^\d{5,15}$/.test(msisdn) && /^[A-Z]{2}$/.test(country)
    ? { form, msisdn, country, target: form.get('target_api_key') ?? '' }
    : undefined;
}

/** The number that a form names, when it is of that country and account. */
function ownedBy(
  store: VonageStore,
  { msisdn, country, target }: { msisdn: string; country: string; target: string },
): VonageNumber | undefined {
  const number = store.numbers.get(msisdn);
  return number?.country === country && number.owner === target ? number : undefined;
}

export function buyNumber(exchange: Exchange): SandboxResponse {
  const { store, switches } = exchange;
  const read = readForm(exchange);
  if (!read || store.pool.get(read.msisdn) !== read.country) return failed();
  if (switches.needAddress.includes(read.msisdn)) {
    return failed('Numbers from this country can be requested from the Dashboard, they need a local address');
  }
  addNumber(store, read.msisdn, read.country, read.target);
  recordEffect(exchange, 'buy', read.msisdn, read.target);
  return succeeded();
}

export function cancelNumber(exchange: Exchange): SandboxResponse {
  const { store } = exchange;
  const read = readForm(exchange);
  if (!read || !ownedBy(store, read)) return failed();
  store.numbers.delete(read.msisdn);
  store.pool.set(read.msisdn, read.country);
  recordEffect(exchange, 'release', read.msisdn, read.target);
  return succeeded();
}

export function updateNumber(exchange: Exchange): SandboxResponse {
  const { store, switches } = exchange;
  const read = readForm(exchange);
  const number = read && ownedBy(store, read);
  if (!number) return failed();
  const { form } = read;
  const given = SETTINGS.filter((name) => form.has(name));
  const isOdd = (one: string, other: string): boolean => Boolean(form.get(one)) !== Boolean(form.get(other));
  if (
    isOdd('voiceCallbackType', 'voiceCallbackValue') ||
    isOdd('messagesCallbackType', 'messagesCallbackValue') ||
    !['sip', 'tel', 'app'].includes(form.get('voiceCallbackType') ?? 'sip') ||
    !['', 'app'].includes(form.get('messagesCallbackType') ?? '') ||
    form.get('app_id') === ''
  ) {
    return failed();
  }
  if (form.get('moHttpUrl') && switches.moHttpUrl === 'refuse') {
    return failed('The moHttpUrl did not answer 200 OK');
  }
  if (switches.omitted === 'reset') number.settings.clear();
  // Vonage's own CLI unlinks a number from its application by an update that leaves app_id out.
  number.settings.delete('app_id');
  for (const name of given) number.settings.set(name, form.get(name) ?? '');
  recordEffect(exchange, 'update-number', read.msisdn, given.join(' '));
  return succeeded();
}
