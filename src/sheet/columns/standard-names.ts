import { type ColumnTarget, foldColumnName } from './columns.ts';

/** A standard whose short names mean much else in other sheets, and the columns by which a sheet of it is known. */
interface Standard {
  /** One of each group is there; folded. */
  readonly knownBy: readonly (readonly string[])[];
  readonly names: Readonly<Record<string, ColumnTarget>>;
}

const STANDARDS: readonly Standard[] = [
  {
    // The civic elements of a PIDF-LO (RFC 5139, section 3.1), as emergency location managers export them.
    knownBy: [['hno'], ['rd', 'a6']],
    names: {
      a1: 'region',
      a3: 'city',
      a6: 'street_name',
      rd: 'street_name',
      prd: 'pre_directional',
      sts: 'street_suffix',
      pod: 'post_directional',
      hno: 'house_number',
      hns: 'house_suffix',
      nam: 'caller_name',
      pc: 'postal_code',
      bld: 'building',
      loc: 'unit_line',
    },
  },
  {
    // A directory of users (RFC 4519, sections 2.2, 2.16 and 2.33), as Active Directory exports it.
    knownBy: [['streetaddress', 'street'], ['st'], ['l']],
    names: { l: 'city', c: 'country' },
  },
  {
    // Records of NENA 02-010, in which the community of the street guide is the city.
    knownBy: [['npa', 'callingnpa'], ['callingnumber'], ['communityname']],
    names: { communityname: 'city' },
  },
];

/** What a header means in a sheet of a standard; undefined when the sheet is of none, or the standard has no such name. */
export function standardColumn(name: string, folded: ReadonlySet<string>): ColumnTarget | undefined {
  const own = foldColumnName(name);
  const standard = STANDARDS.find(
    ({ knownBy, names }) =>
      Object.hasOwn(names, own) && knownBy.every((group) => group.some((each) => folded.has(each))),
  );
  return standard?.names[own];
}
