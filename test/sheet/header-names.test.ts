import { describe, expect, it } from 'vitest';
import { read } from './read-header.ts';

describe('a header as people write it', () => {
  it.each([
    ['Phone Number*', '+12025550123', 'phone_number'],
    ['City:', 'Boston', 'city'],
    ['Phone Number (E.164)', '+12025550123', 'phone_number'],
    ['ZIP Code (5 digits)', '02108', 'postal_code'],
    ['State (2-letter)', 'MA', 'region'],
    ['State/Region', 'MA', 'region'],
    ['Zip or Postal Code', '02108', 'postal_code'],
    ['Apt/Suite/Unit', 'STE 5', 'unit'],
    ['E911 Address', '1 Main St', 'street'],
    ['Service Address', '1 Main St', 'street'],
    ['Emergency City', 'Boston', 'city'],
    ['serviceZip', '02108', 'postal_code'],
    ['Caller ID', '+12025550123', 'phone_number'],
    ['Caller ID', 'Harbor Dental', 'caller_name'],
    ['ELIN', '+12025550123', 'phone_number'],
    ['CountryOrRegion', 'US', 'country'],
    ['extended_address', 'STE 5', 'unit'],
    ['administrative_area', 'MA', 'region'],
    ['NPA', '202', 'area_code'],
    ['Floor', '3', 'floor'],
    ['Suite #', '200', 'suite'],
    ['House Prefix', 'W', 'house_prefix'],
    ['Emergency Address City', 'Boston', 'city'],
    ['Emergency Address Zip', '02108', 'postal_code'],
    ['Service Address: State', 'MA', 'region'],
    ['Address Country', 'US', 'country'],
    ['Street Address 2', 'STE 5', 'unit'],
    ['Address Line 3', 'FL 3', 'unit_line'],
    ['State/Province/Territory', 'PR', 'region'],
    ['Country/Region', 'US', 'country'],
    ['ZIP+4', '02108-1234', 'postal_code'],
    ['ZIP+4', '1234', 'plus_four'],
    ['Calling Party Number', '2025550123', 'phone_number'],
    ['Wing', 'East', 'wing'],
    ['Tower', '2', 'tower'],
    ['Desk #', '4-12', 'desk'],
    ['Cubicle', 'C12', 'cubicle'],
    ['Office', '312', 'office'],
    ['Level', '4', 'floor'],
    ['Bay', 'B', 'bay'],
    ['Street Pre Direction', 'N', 'pre_directional'],
    ['Post-Direction', 'SW', 'post_directional'],
    ['Suffix Dir.', 'SW', 'post_directional'],
    ['St. No.', '645', 'house_number'],
    ['Street Sfx', 'Ave', 'street_suffix'],
    ['Ste. No.', '200', 'suite'],
    ['Hangar #', '4', 'hangar'],
    ['Unit Letter', 'B', 'unit'],
    ['Address 2 (Ste/Fl)', 'STE 200', 'unit'],
    ['Location (Floor)', '3', 'floor'],
    ['Number (TN)', '+12025550123', 'phone_number'],
    ['State Cd', 'MA', 'region'],
    ['Ctry Code', 'US', 'country'],
    ['AdditionalLocationInfo', 'FL 3', 'unit_line'],
    ['Secondary Location', 'STE 200', 'unit_line'],
    ['Work City', 'Boston', 'city'],
    ['Store Address', '1 Main St', 'street'],
    ['E911 Caller Name', 'Harbor Dental', 'caller_name'],
    ['E911 DID', '+12025550123', 'phone_number'],
    ['E911 Location ID', 'site-12', 'address_id'],
    ['Penthouse', '2', 'penthouse'],
    ['Subpremise', '200', 'unit'],
    ['Phone (E.164 format)', '+12025550123', 'phone_number'],
    ['Ref. No.', '12', 'reference'],
  ])('%s over %s is %s', (name, value, column) => {
    expect(read({ [name]: value })).toMatchObject({ used: { [name]: column }, warnings: [] });
  });

  it.each([
    'Billing Address',
    'Mailing City',
    'Ship To Zip',
    'Previous Address',
    'Address (old)',
    'Home Phone',
    'Compliance Address ID',
    'Business Unit',
    'Work Unit',
    'Dept. No.',
    'Site #',
    'No.',
    '#',
  ])('%s is another one', (name) => {
    expect(read({ [name]: '1 Main St' })).toMatchObject({ used: {}, unknown: [name] });
  });

  it.each([
    ['Community Name', 'Maple Grove'],
    ['Status', 'Active'],
    ['Site', 'Chicago'],
    ['sid', 'PN0123456789abcdef0123456789abcdef'],
    ['County', 'Cook'],
    ['Date', '2026-01-01'],
    ['Order Number', '4'],
    ['Department Number', '4'],
    ['Calling Search Space', 'CSS'],
    ['Work Space', '4'],
    ['Dir', 'N'],
  ])('%s gets no wrong guess', (name, value) => {
    expect(read({ [name]: value }).warnings[0]?.message).not.toContain('Did you mean');
  });

  it.each([
    ['Fone Number', '+12025550123', 'phone_number'],
    ['stret', '1 Main St', 'street'],
    ['Store Phone Number', '+12025550123', 'phone_number'],
    ['Occupant Name', 'Harbor Dental', 'caller_name'],
    ['Assigned to', 'Ann Lee', 'caller_name'],
    ['Directory Number', '2025550123', 'phone_number'],
    ['Location Name', 'Boston office', 'address_label'],
  ])('%s over %s gets a right one: %s', (name, value, column) => {
    expect(read({ [name]: value }).warnings[0]?.message).toContain(`Did you mean "${column}"`);
  });
});
