/*
 * Every name a column of a sheet goes by, once. To teach the reader another name, add it to the list beside its column:
 * names are compared without case, spaces, `-` and `_`, so `Street Secondary` needs no entry beside `StreetSecondary`. The
 * carriers' own names are those of their requests and templates.
 */

const names = (...lines: readonly string[]): readonly string[] => lines.flatMap((line) => line.split(', '));

/** Canonical column -> other names it goes by, the best one first. */
export const COLUMN_ALIASES = {
  phone_number: names(
    'phone, number, tn, did, telephone, phone no, phone #, tel, e164, msisdn, telephone number',
    'full number, phone numbers, did number, callback number, calling number, calling party number',
    'telephone no, telephone #, phone num, phone nr, direct dial, direct dial number, direct number',
    'direct line, direct inward dial, business phone, work phone, office phone, desk phone, pstn number',
    'caller id, caller id number, elin, ani, clid, calling line id, main telephone number, callback tn',
    '10 digit number, ten digit number, 10 digit phone number, elin number, customer tn, did tn',
  ),
  action: names('operation, todo'),
  acquire: [],
  account: names('account name'),
  reference: names(
    'ref, reference number, external id, customer reference, customer order id, your reference',
  ),
  caller_name: names(
    'caller id name, cnam, subscriber name, subscriber, end user name, emergency caller name',
    'customer name, business name, company name, company, organization name, organization',
    'organisation name, organisation, tenant name, account holder, name, full name, contact name',
    'caller, caller id',
  ),
  street: names(
    'address, address line 1, address 1, street address, street 1, line 1, address line one',
    'street address 1, street address line 1, street line 1, street addr, addr, addr 1, addr line 1',
  ),
  house_number: names(
    'street number, house no, civic number, building number, address number, street no, house nr',
    'street nr, address no, civic no, house #, house num, street #, street num, hse no, house',
  ),
  house_suffix: names('house number suffix, street number suffix, address number suffix'),
  pre_directional: names(
    'prefix directional, pre dir, predir, street pre directional, street pre dir',
    'street direction prefix, street dir, street direction',
  ),
  street_name: names('street info, road name, thoroughfare, thoroughfare name'),
  street_suffix: names('street type, st type, road type, thoroughfare type'),
  post_directional: names(
    'suffix directional, post dir, postdir, street post directional, street post dir',
    'street direction suffix',
  ),
  unit: names(
    'street secondary, address line 2, address 2, street 2, line 2, address line two, street address 2',
    'street address line 2, street line 2, addr 2, addr line 2, supplemental address',
    'additional address, address supplement, secondary unit, location, secondary, secondary address',
    'extended address, sub premise, secondary address line',
  ),
  city: names(
    'town, city name, locality, postal community, municipality, community, msag community, postal city',
    'post town, postal town, village, municipality name',
  ),
  region: names(
    'state, province, state code, state/province, state or province, st, prov, administrative area',
    'administrative area level 1, iso subdivision, subdivision, state name, state abbreviation',
    'state abbr, province code, territory',
  ),
  postal_code: names(
    'zip, zip code, postcode, post code, postal, zip5, postal zip, zip postal code, zipcode 5, zip+4',
    'zip plus four, zip code + 4',
  ),
  plus_four: names('zip4, zip plus four, zip+4, +4, postal code plus four'),
  country: names(
    'iso country, country code, country iso, country or region, country name, iso country code',
    'country/region, ctry, nation',
  ),
  latitude: names('lat, geo latitude, gps latitude'),
  longitude: names('lon, lng, long, geo longitude, gps longitude'),
  address_kind: names('address location type, address type, location type'),
  address_label: names('friendly name, address name, location description, label, description'),
  address_id: names(
    'emergency address sid, emergency address id, location id, address.id, emergency location id',
  ),
  old_address: names('former address, moves from'),
  endpoint_id: names('endpoint, emergency endpoint id'),
  endpoint_user_id: names(
    'aeui, alternate end user id, alternate end user identifier, end user id, end user identifier',
  ),
  number_type: names('type'),
  features: names('capabilities, feature'),
  display_name: names('number name'),
  app_id: names('application id, application'),
  inbound_sms_url: names('mo http url, sms url'),
  smpp_system_type: names('mo smpp sys type'),
  voice_target_type: names('voice callback type'),
  voice_target: names('voice callback value'),
  voice_status_url: names('voice status callback'),
  sms_service_plan_id: names('service plan id, sms configuration.service plan id'),
  sms_campaign_id: names('campaign id, sms configuration.campaign id'),
  voice_type: names('voice configuration.type'),
  voice_app_id: names('voice configuration.app id'),
  callback_url: names('callback'),
  subaccount_key: names('target api key'),
  recipient_email: names('email, email address, notification email, recipient email address'),
  recipient_phone: names(
    'notification phone, sms number, recipient number, recipient sms, recipient tts',
    'recipient telephone number',
  ),
  recipient_description: names('recipient name, notification recipient description'),
} satisfies Record<string, readonly string[]>;

/**
 * Columns that hold a piece of a canonical column, and their names. Those of units carry the designator: `3` under `Floor`
 * is `FL 3`. Several pieces of one row are joined (`rows/compose-cells.ts`).
 */
export const PIECE_NAMES = {
  house_prefix: names('house number prefix, address number prefix, street number prefix, grid prefix'),
  full_address: names(
    'complete address, formatted address, whole address, one line address, full street address',
  ),
  area_code: names('npa, calling npa'),
  exchange: names('nxx, central office code'),
  line_number: names('subscriber number, station number, last four, last 4'),
  unit_type: names(
    'unit designator, unit indicator, secondary unit type, sec unit type, secondary designator',
    'secondary type, occupancy type, suite type, address 2 type, secondary unit designator, unit designation',
  ),
  unit_number: names(
    'unit value, unit no, unit id, unit #, secondary unit number, sec unit number, secondary number',
    'secondary value, occupancy id, occupancy identifier, address type number, address 2 number',
  ),
  building: names('bldg, building name, building no, building id, building #, bldg no, bldg name, bldg #'),
  tower: names('twr, tower name, tower no, tower #, tower number'),
  wing: names('wing name, building wing, wing #'),
  floor: names(
    'fl, flr, floor number, floor no, floor #, floor level, floor name, flr no, flr #, story, storey',
    'level, lvl, building level',
  ),
  department: names('dept'),
  suite: names('ste, suite number, suite no, suite #'),
  apartment: names('apt, apartment number, apt number, apt no, apt #'),
  room: names('rm, room number, room no, room #, room name'),
  office: names('ofc, office no, office #, office number'),
  cubicle: names('cube, cubicle no, cubicle #, cubicle number, cube #, cube number'),
  desk: names('desk no, desk #, desk number, workstation, workstation number, seat, seat number, pod'),
  gate: names('gate number, gate no'),
  dock: names('dock number, dock door, loading dock'),
  bay: names('bay number, bay no'),
  booth: names('booth number'),
  stall: names('stall number'),
  door: names('door number, door no, door #'),
  unit_line: names(
    'address line 3, address 3, street 3, line 3, address line three, street address 3',
    'street address line 3, street line 3, addr 3, addr line 3, secondary location, location info',
    'location information, additional location info, additional location information, location details',
  ),
  space: names('spc, space number'),
  lot: names('lot number'),
  hangar: names('hngr'),
  terminal: names('terminal number'),
  concourse: names('concourse number'),
  corridor: names('hallway'),
  entrance: names('entrance number'),
  penthouse: names('ph'),
  flat: names('flat number'),
  pier: names('pier number'),
  slip: names('slip number'),
  trailer: names('trlr, trailer number'),
} satisfies Record<string, readonly string[]>;

/**
 * Names that look like a column and mean something else: they are never suggested as a typing error. The regulatory address
 * of a number is one of them: help is never sent there.
 */
export const OTHER_MEANINGS: readonly string[] = [
  ...[
    'status',
    'site',
    'sites',
    'site id',
    'site name',
    'sid',
    'id',
    'county',
    'title',
    'date',
    'rate',
    'note',
  ],
  ...['notes', 'community name', 'community id', 'active', 'section', 'amount', 'option', 'stat', 'since'],
  ...[
    'country dialing code',
    'dial code',
    'civic address id',
    'default location id',
    'emergency address status',
    'account number',
    'account id',
    'account sid',
    'region name',
    'work unit',
    'work space',
    'work area',
    'office space',
    ...names('order number, department number, department id, department name, dept name, dept number'),
    ...names('site number, suite name, business unit'),
  ],
];

/** Names that may be a column and are too often another thing: they are proposed, never taken. */
export const PROPOSED_NAMES: readonly (readonly [keyof typeof COLUMN_ALIASES, readonly string[]])[] = [
  [
    'caller_name',
    names(
      'user, user name, employee, employee name, customer, occupant, occupant name, tenant, client, client name',
      'resident, resident name, assigned to, legal name, payroll name, business, legal entity, dba, cn',
    ),
  ],
  [
    'phone_number',
    names('directory number, external phone number mask, e911 number, emergency number, main number'),
  ],
  ['address_label', names('location name')],
];

/** Ids of the address that a regulator asks for with a number. */
export const REGULATORY_NAMES: readonly string[] = [
  ...['address sid', 'regulatory address', 'regulatory address id', 'regulatory address sid', 'bundle sid'],
];
