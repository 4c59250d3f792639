/** A number at its stand-in, in words that all providers share. */
export interface NumberView {
  readonly covered: boolean;
  /** `placeKey` of its address; empty when it has none. */
  readonly place: string;
  /** Null where the stand-in keeps no caller name. */
  readonly callerName: string | null;
  /** Id of its address; the place itself where addresses have no id; empty when it has none. */
  readonly addressId: string;
  /** What an `update` sets; empty where it is not set. */
  readonly label: string;
  /** How many records the carrier keeps for it; more than one is a double. */
  readonly records: number;
}

export interface AddressView {
  /** The account that holds it. */
  readonly account: string;
  readonly place: string;
  /** Null where the caller name belongs to the number. */
  readonly callerName: string | null;
}

/** All that the accounts hold: numbers as `+` and digits, addresses by id. */
export interface Snapshot {
  readonly numbers: ReadonlyMap<string, NumberView>;
  readonly addresses: ReadonlyMap<string, AddressView>;
}

/** Where something is, in any spelling. */
export interface PlaceText {
  readonly street: string;
  readonly unit: string;
  readonly city: string;
  readonly region: string;
  readonly postalCode: string;
}

const ABBREVIATIONS: Readonly<Record<string, string>> = {
  STREET: 'ST',
  AVENUE: 'AVE',
  PLACE: 'PL',
  SUITE: 'STE',
  NORTH: 'N',
};

function words(text: string): string {
  const plain = text.toUpperCase().replace(/[.,#]/g, ' ');
  return plain
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => ABBREVIATIONS[word] ?? word)
    .join(' ');
}

/** One text for one place, whatever its case, punctuation and ZIP+4. Shares no code with the program that it judges. */
export function placeKey(place: PlaceText): string {
  const { street, unit, city, region, postalCode } = place;
  return [street, unit, city, region, postalCode.slice(0, 5)].map(words).join('|');
}
