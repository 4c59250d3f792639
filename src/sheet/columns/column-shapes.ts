import { readCountry, readRegion } from '../../domain/address/region.ts';
import { ACTIONS } from '../../domain/request/request.ts';
import { loneUnitDesignator, unitDesignator } from '../../domain/street/abbreviation.ts';
import { PIECE_NAMES } from './column-names.ts';
import type { ColumnTarget } from './columns.ts';

/** Of the cells under a header, this share must have the form of the column. */
const ENOUGH = 0.5;
/** Longest cell that is read. */
const MAX_CHARS = 300;

type Shape = (value: string) => boolean;

const hasLetters: Shape = (value) => /\p{L}{2}/u.test(value);
const isOneWord: Shape = (value) => /^\S{3,}$/.test(value);
const isDegrees: Shape = (value) => /^-?\d{1,3}(?:[.,]\d+)?°?$/.test(value);
const isUrl: Shape = (value) => value === '""' || /^https?:/i.test(value);
const isPhone: Shape = (value) =>
  (value.match(/\d/g)?.length ?? 0) >= 7 &&
  (value.match(/\p{L}/gu)?.length ?? 0) <= 10 &&
  !value.includes('@');
const isName: Shape = (value) =>
  /[\p{L}]|^\d{1,3}$/u.test(value) &&
  !value.includes('@') &&
  !/^https?:/i.test(value) &&
  !/^[A-Z]{2}[0-9a-f]{32}$/.test(value);
/** `312`, `B`, `2-14A`, `Desk 7`: short, and not a name. */
const isDoor: Shape = (value) =>
  /^(?:\p{L}{1,12}[ .#-]*)?(?=[^ ]*\d)[\p{L}\d#./-]{1,10}$|^\p{L}{1,2}$/u.test(value);
const isRegion: Shape = (value) => ['US', 'CA'].some((country) => readRegion(country, value) !== null);
const isAction: Shape = (value) =>
  (ACTIONS as readonly string[]).includes(value.toLowerCase().replace(/[\s_]+/g, '-'));

/** `STE 200`, `Suite B`, `#5`, `12B`, `Lobby`: a unit with its designator, or a short value. `Chicago Office` is a place. */
function isUnit(value: string): boolean {
  const [first = '', second = '', ...more] = value
    .toUpperCase()
    .replaceAll('.', '')
    .split(/[\s,]+/);
  if (first.startsWith('#') || (unitDesignator(first) !== undefined && second !== '')) return true;
  if (second === '') return /^[A-Z]{0,3}-?\d{1,5}-?[A-Z]?\d{0,3}$|^[A-Z]$/.test(first) || isDesignator(first);
  return (
    (/^\d+(?:ST|ND|RD|TH)$/.test(first) && isDesignator(second)) ||
    (isDesignator(first) && more.length < 3 && /\d/.test(second))
  );
}

function isDesignator(word: string): boolean {
  return (unitDesignator(word) ?? loneUnitDesignator(word)) !== undefined;
}

/** Pieces of a unit whose names mean much else. */
export const DOORS = [
  ...(['office', 'cubicle', 'desk', 'gate', 'dock', 'bay', 'booth', 'stall', 'door'] as const),
  ...(['terminal', 'concourse', 'corridor', 'entrance', 'penthouse', 'flat'] as const),
] as const;

/** What the cells of a column look like, for the columns whose names mean other things as well. */
const SHAPES: Partial<Record<ColumnTarget, Shape>> = {
  phone_number: isPhone,
  action: isAction,
  caller_name: isName,
  street: (value) => /[\p{L}\d]/u.test(value) && !value.includes('@'),
  house_number: (value) => /\d/.test(value) && value.length <= 20,
  house_suffix: (value) => /^[A-Z]?$|\//i.test(value),
  street_name: (value) => /[\p{L}\d]/u.test(value),
  street_suffix: (value) => /^\p{L}+\.?$/u.test(value),
  unit: isUnit,
  city: (value) => hasLetters(value) && !/\d{3}/.test(value),
  region: isRegion,
  postal_code: (value) => /\d/.test(value) && /^[A-Z0-9 -]{3,10}$/i.test(value),
  plus_four: (value) => /^\d{1,4}$/.test(value),
  country: (value) => readCountry(value) !== null,
  address_kind: (value) => /^(?:business|residential)$/i.test(value),
  address_id: isOneWord,
  endpoint_id: isOneWord,
  latitude: isDegrees,
  longitude: isDegrees,
  number_type: (value) => /^[A-Z][A-Z -]{2,30}$/i.test(value),
  features: (value) => /sms|voice|mms/i.test(value),
  app_id: isOneWord,
  callback_url: isUrl,
  inbound_sms_url: isUrl,
  voice_status_url: isUrl,
  recipient_email: (value) => value.includes('@'),
  recipient_phone: isPhone,
  house_prefix: (value) => /^[A-Z0-9-]{1,8}$/i.test(value),
  area_code: (value) => /^\(?\d{3}\)?$/.test(value),
  exchange: (value) => /^\d{3}$/.test(value),
  line_number: (value) => /^\d{4}$/.test(value),
  tower: (value) => value.length <= 30 && !value.includes('@'),
  wing: (value) => value.length <= 30 && !value.includes('@'),
  floor: (value) =>
    /\d|^\p{L}{1,2}$|ground|main|lobby|mezz|base|roof|attic|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|upper|lower|top|penthouse/iu.test(
      value,
    ) && value.length <= 30,
  ...Object.fromEntries(DOORS.map((column) => [column, isDoor])),
  unit_line: isUnit,
  unit_type: (value) => isDesignator(value.toUpperCase().replaceAll('.', '')) || value === '#',
  unit_number: (value) => value.length <= 30,
};

/** How well the cells under a header have the form of a column. `unknown` when there are none, or it has no form of its own. */
export function fitOf(column: ColumnTarget, values: readonly string[]): 'fits' | 'differs' | 'unknown' {
  const shape = SHAPES[column];
  const filled = values
    .map((value) => value.trim())
    .filter((value) => value !== '' && value.length <= MAX_CHARS);
  if (shape === undefined || filled.length === 0) return 'unknown';
  return filled.filter(shape).length >= filled.length * ENOUGH ? 'fits' : 'differs';
}

/**
 * Names that people give to other things as well, of columns whose cells nothing else checks. Such a column is only taken when
 * its cells have the form; under any other name, a wrong cell is an error of its row.
 */
const WEAK_NAMES: Partial<Record<ColumnTarget, readonly string[]>> = {
  action: ['operation', 'todo'],
  caller_name: ['name', 'full name', 'company', 'organization', 'organisation', 'contact name', 'caller'],
  unit: ['location', 'secondary'],
  house_number: ['building number', 'address number'],
  region: ['st', 'territory', 'subdivision'],
  city: ['community'],
  number_type: ['type'],
  features: ['capabilities', 'feature'],
  app_id: ['application'],
  callback_url: ['callback'],
  longitude: ['long'],
  postal_code: ['zip+4', 'zip plus four', 'zip code + 4'],
  floor: ['level', 'lvl', 'story'],
  exchange: ['exchange', ...PIECE_NAMES.exchange],
  ...Object.fromEntries([...DOORS, 'unit_line' as const].map((each) => [each, [each, ...PIECE_NAMES[each]]])),
};

/** Whether a name of a column is taken only when the cells have its form. */
export function isWeakName(column: ColumnTarget, name: string): boolean {
  return WEAK_NAMES[column]?.includes(name) ?? false;
}
