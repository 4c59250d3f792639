/*
 * Problems of a row's address and of what goes with it: what each says when nothing more exact is known, and what to do. A
 * code is never renamed and never reused for something else.
 */
export const ADDRESS_CODES = {
  ROW_COUNTRY_UNKNOWN: {
    title: 'This is not a country code.',
    hint: 'Use two letters of ISO 3166-1, for example US, CA, or GB.',
  },
  ROW_ADDRESS_COUNTRY: {
    title: 'The provider has no emergency addresses in this country.',
    hint: 'Check country, or use an account of another provider.',
  },
  ROW_ADDRESS_UNUSED: {
    title: 'The address beside address_id is not used (--prefer-id).',
    hint: 'To register the written address instead, empty address_id.',
  },
  ROW_ADDRESS_WHOLE: {
    title: 'One cell contains a whole address that cannot be split without a guess.',
    hint: 'Write it as "645 Harrison St, STE 200, San Francisco, CA 94105", or fill in street, unit, city, region, and postal_code.',
  },
  ROW_ADDRESS_SPLIT: {
    title: 'One cell contains a whole address; it was split into columns.',
    hint: 'Compare the suggested_* columns. If they are right, add --accept formatting, or copy them into the sheet.',
  },
  ROW_CHOICE_WITHOUT_UNIT: {
    title: 'The address that was chosen for the row has no unit, so the unit of the row is left out.',
    hint: 'To keep the unit, write the chosen address with its unit into the sheet, and take no line for the row.',
  },
  ROW_UNIT_DISAGREES: {
    title: 'Two columns of the unit contain different things.',
    hint: 'Keep only one of the two.',
  },
  ROW_UNIT_INCOMPLETE: {
    title: 'The unit has a type and no number.',
    hint: 'Fill in the number of the unit, or empty its type.',
  },
  ROW_HOUSE_PREFIX: {
    title: 'The house number and its prefix cannot be joined.',
    hint: 'Write the whole house number, for example W1234, in house_number.',
  },
  ROW_STREET_MISSING: {
    title: 'The row has no street.',
    hint: 'Fill in street, or house_number and street_name.',
  },
  ROW_STREET_DISAGREES: {
    title: 'The street column and the split columns contain different streets.',
    hint: 'Keep only one of the two.',
  },
  ROW_HOUSE_NUMBER_MISSING: {
    title: 'The address has no house number, so it cannot be dispatched to.',
    hint: 'Write the number in digits in front of the street.',
  },
  ROW_CELL_MANGLED: {
    title: 'The spreadsheet changed this cell to a date or another number.',
    hint: 'Format the column as text and type the cell again.',
  },
  ROW_NOT_DISPATCHABLE: {
    title: 'PO boxes and general delivery cannot be dispatched to.',
    hint: 'Give the street address of the building where the phone is.',
  },
  ROW_UNIT_ADOPTED: {
    title: 'The unit is written with and without its designator at this place; it is read as one unit.',
    hint: 'Nothing to do if it is one unit. If there are two, write the designator of each in every row.',
  },
  ROW_UNIT_IN_STREET: {
    title: 'The street ends in an apartment, suite, or floor.',
    hint: 'Move it to the unit column.',
  },
  ROW_CITY_MISSING: { title: 'The row has no city.', hint: 'Fill in city.' },
  ROW_REGION_MISSING: {
    title: 'The row has no state or province.',
    hint: 'Fill in region with two letters, for example CA or ON.',
  },
  ROW_REGION_UNKNOWN: {
    title: 'The country has no such state or province.',
    hint: 'Use the two letters, for example CA or ON.',
  },
  ROW_POSTAL_CODE_MISSING: { title: 'The row has no postal code.', hint: 'Fill in postal_code.' },
  ROW_POSTAL_CODE_INVALID: {
    title: 'The postal code is not valid in this country.',
    hint: 'US: 94105 or 94105-1234; Canada: K1A 0B1; Great Britain: SW1A 1AA.',
  },
  ROW_POSTAL_CODE_ZERO_LOST: {
    title: 'The ZIP code has too few digits: the spreadsheet dropped its leading zero.',
    hint: 'Format the column as text and type the zero again.',
  },
  ROW_POSTAL_CODE_REGION: {
    title: 'The postal code belongs to another state or province.',
    hint: 'Check which of the two is right; the provider will probably reject the address.',
  },
  ROW_CALLER_NAME_MISSING: {
    title: 'The provider needs a caller name with each address.',
    hint: 'Fill in caller_name with the name that the 911 center should see.',
  },
  ROW_ADDRESS_KIND_UNKNOWN: {
    title: 'The kind of address must be business or residential.',
    hint: 'Write business or residential, or leave the cell empty for business.',
  },
} as const satisfies Record<string, { readonly title: string; readonly hint: string }>;
