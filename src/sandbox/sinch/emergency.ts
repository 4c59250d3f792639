import type { Judgment, PlaceAddress } from '../places.ts';
import { written } from '../trouble-switches.ts';
import { checkRead, owned } from './numbers.ts';
import { invalid, notFound } from './refusal.ts';
import { bodyOf, type Exchange, type Json, record, recordEffect, text } from './store.ts';

const FIELDS = [
  'streetNumber',
  'streetInfo',
  'location',
  'city',
  'state',
  'postalCode',
  'postalCodePlusFour',
] as const;
const REQUIRED = FIELDS.filter((field) => field !== 'location' && field !== 'postalCodePlusFour');
type Wire = Readonly<Record<(typeof FIELDS)[number], string>>;

const BLANK: Wire = {
  streetNumber: '',
  streetInfo: '',
  location: '',
  city: '',
  state: '',
  postalCode: '',
  postalCodePlusFour: '',
};

/** No answer and no request names a country, so the form of the postal code has to tell it. */
function countryOf(postalCode: string): string {
  if (/^\d{5}$/.test(postalCode)) return 'US';
  return /^[A-Z]\d[A-Z] ?\d[A-Z]\d$/i.test(postalCode) ? 'CA' : 'GB';
}

function toPlace(wire: Wire): PlaceAddress {
  const { streetNumber, streetInfo, location, city, state, postalCode, postalCodePlusFour } = wire;
  return {
    street: `${streetNumber} ${streetInfo}`,
    unit: location,
    city,
    region: state,
    postalCode: postalCodePlusFour === '' ? postalCode : `${postalCode}-${postalCodePlusFour}`,
    country: countryOf(postalCode),
  };
}

/** The number is the first word of the line; the table of places has none of two words. */
function toWire({ street, unit, city, region, postalCode, country }: PlaceAddress): Wire {
  const [, streetNumber = '', streetInfo = ''] = /^(\S+)\s+(.+)$/.exec(street) ?? [];
  const [zip = '', plusFour = ''] = country === 'US' ? postalCode.split('-') : [postalCode];
  const code = { postalCode: zip, postalCodePlusFour: plusFour };
  return { streetNumber, streetInfo, location: unit, city, state: region, ...code };
}

/** The address of a `:provision` or `:validate`. @throws SinchRefusal 400 for a field that is missing */
function readAddress(exchange: Exchange): { displayName: string; wire: Wire } {
  const body = bodyOf(exchange);
  const displayName = text(body['displayName']);
  if (displayName === '') throw invalid('displayName', 'required');
  const given = record(body['address']);
  for (const field of REQUIRED) {
    if (text(given[field]) === '') throw invalid(`address.${field}`, 'required');
  }
  const wire = { ...BLANK };
  for (const field of FIELDS) wire[field] = text(given[field]);
  return { displayName, wire };
}

/** @throws SinchRefusal 400 about the number: it says nothing of the address */
function checkEligible({ switches }: Exchange, phone: string): void {
  if (switches.ineligible.includes(phone)) {
    throw invalid('phoneNumber', 'Emergency services are not available for this number');
  }
}

function shown({ switches }: Exchange, wire: Wire): Json {
  return written(switches, wire, ['streetInfo', 'location', 'city']);
}

export function fetchAddress(exchange: Exchange, phone: string): Json {
  checkRead(exchange, phone);
  const { emergency } = owned(exchange, phone);
  if (emergency !== null) return shown(exchange, emergency);
  if (exchange.switches.absentAddress === '404') throw notFound('EmergencyAddress', phone);
  return exchange.switches.absentAddress === 'blank' ? BLANK : {};
}

export function provisionAddress(exchange: Exchange, phone: string): Json {
  const number = owned(exchange, phone);
  checkEligible(exchange, phone);
  const { wire } = readAddress(exchange);
  if (exchange.judge(toPlace(wire)).kind === 'none') throw invalid('address', 'Address is Invalid');
  if (number.emergency !== null && exchange.switches.overwrite === 'refuse') {
    throw invalid('address', 'exists already');
  }
  number.emergency = wire;
  recordEffect(exchange, 'associate', phone, `${wire.streetNumber} ${wire.streetInfo}`);
  return shown(exchange, wire);
}

export function deprovisionAddress(exchange: Exchange, phone: string): Json {
  const number = owned(exchange, phone);
  if (number.emergency === null && exchange.switches.absentDeprovision === '404') {
    throw notFound('EmergencyAddress', phone);
  }
  number.emergency = null;
  recordEffect(exchange, 'disassociate', phone);
  return {};
}

function verdictOf({ judge, switches }: Exchange, wire: Wire): Judgment {
  const said: Judgment =
    switches.validation === 'none' ? { kind: 'none', candidates: [] } : judge(toPlace(wire));
  return said.kind === 'none' ? { ...said, candidates: said.candidates.slice(0, switches.candidates) } : said;
}

/** The three results and their words are those of Sinch's own samples. */
export function validateAddress(exchange: Exchange, phone: string): Json {
  owned(exchange, phone);
  checkEligible(exchange, phone);
  const { displayName, wire } = readAddress(exchange);
  const asked = { phoneNumber: phone, displayName, validatedAddress: wire };
  if (exchange.switches.validation === 'undecided') {
    const validationResult = 'ADDRESS_VALIDATION_RESULT_CODE_UNSPECIFIED';
    return {
      ...asked,
      validationResult,
      validationMessage: '',
      correctedAddress: {},
      candidateAddresses: [],
    };
  }
  const said = verdictOf(exchange, wire);
  if (said.kind === 'exact') {
    const validationMessage = 'Address is a perfect match';
    const nothing = { correctedAddress: {}, candidateAddresses: [] };
    return { ...asked, validationResult: 'EXACT_MATCH', validationMessage, ...nothing };
  }
  if (said.kind === 'near') {
    const validationMessage = 'Corrected to valid address|Corrected address abbreviations';
    const corrected = { correctedAddress: toWire(said.suggested), candidateAddresses: [] };
    return { ...asked, validationResult: 'NEAR_MATCH', validationMessage, ...corrected };
  }
  const validationMessage = 'Invalid address - no correction found|Address is Invalid';
  const candidates = { correctedAddress: BLANK, candidateAddresses: said.candidates.map(toWire) };
  return { ...asked, validationResult: 'NO_MATCH', validationMessage, ...candidates };
}
