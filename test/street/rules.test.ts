import { describe, expect, it } from 'vitest';
import { splitHouseNumber } from '../../src/domain/street/street-line.ts';
import { isRefused, joinUnits, splitLine } from '../../src/domain/street/street-split.ts';

/** Line, then its pieces: number; pre; name; type; post; unit. */
const RIGHT: readonly (readonly [string, string])[] = [
  ['200 Central Park W', '200;;Central Park;;W;'],
  ['15 Prospect Park West', '15;;Prospect Park;;West;'],
  ['1800 M Street, NW', '1800;;M;Street;NW;'],
  ['12 Main St, N', '12;;Main;St;N;'],
  ['Suite 200 12345 N Main St', '12345;N;Main;St;;Suite 200'],
  ['4th Floor, 123 Main St', '123;;Main;St;;4th Floor'],
  ['One South Wacker Dr', 'One;South;Wacker;Dr;;'],
  ['840 North Lake Shore Dr', '840;North;Lake Shore;Dr;;'],
  ['2505 North Hampton Court', '2505;North;Hampton;Court;;'],
  ['6460 Vermont 113', '6460;;Vermont 113;;;'],
  ['20370 California 116', '20370;;California 116;;;'],
  ['77 North Carolina 54', '77;;North Carolina 54;;;'],
  ['1111 MD 760', '1111;;MD 760;;;'],
  ['3911 E State Hwy D', '3911;E;State Hwy D;;;'],
  ['1413 State Highway #50', '1413;;State Highway #50;;;'],
  ['90 County Rd # 12', '90;;County Rd # 12;;;'],
  ['500 Dixie Highway #50', '500;;Dixie;Highway;;#50'],
  ['2723 B 1/4 Rd', '2723;;B 1/4;Rd;;'],
  ['715 36.1 Road', '715;;36.1;Road;;'],
  ['218 S Wabash', '218;S;Wabash;;;'],
  ['350 W 42nd', '350;W;42nd;;;'],
  ['6741 West Robert E Lee Street', '6741;West;Robert E Lee;Street;;'],
  ['123 Main St - Suite 200', '123;;Main;St;;Suite 200'],
];

/** Lines that two people would read in two ways. */
const DOUBTFUL = [
  '214 North Ave E',
  '2425 W Loop S',
  '2425 West Loop South',
  '15 Rear Main St',
  '4922 W South Cornell Ave',
  '80 North East Street',
  '12 W Avenue N',
  '1400 South Carolina Ave',
  '500 West End Ave',
];

/** Boxes and rural routes, wherever they are in the line. */
const NO_BUILDING = [
  '104 S Walnut RR 1 Box 297',
  '4674 Marshall Rd Box 15',
  '4674 Marshall Rd lockbox 402605',
  '12 Oak St PO Box 9',
];

describe('the rules of the street split', () => {
  it.each(RIGHT)('splits %s', (line, pieces) => {
    const split = splitLine(line, 'US');
    if (isRefused(split)) throw new Error(split.refused);
    const { houseNumber, preDirectional, streetName, streetSuffix, postDirectional } = split.parts;
    const found = [houseNumber, preDirectional, streetName, streetSuffix, postDirectional, split.unit];
    expect(found.join(';')).toBe(pieces);
    expect(isRefused(splitHouseNumber(line, 'US'))).toBe(false);
  });

  it.each(DOUBTFUL)('refuses %s where pieces are needed, and takes its house number off', (line) => {
    expect(isRefused(splitLine(line, 'US'))).toBe(true);
    expect(splitHouseNumber(line, 'US')).toMatchObject({ streetNumber: line.split(' ')[0], unit: '' });
  });

  it.each(NO_BUILDING)('refuses %s in either split', (line) => {
    expect(splitLine(line, 'US')).toMatchObject({ columns: ['street'] });
    expect(isRefused(splitHouseNumber(line, 'US'))).toBe(true);
  });

  it('takes the number off a name with signs or a number in it', () => {
    expect(splitHouseNumber('514 Peace & Plenty Ln', 'US')).toMatchObject({
      streetInfo: 'Peace & Plenty Ln',
    });
    expect(splitHouseNumber('8202 4 Winds Drive #3', 'US')).toEqual({
      streetNumber: '8202',
      streetInfo: '4 Winds Drive',
      unit: '#3',
    });
  });
});

describe('the unit of the street and the unit of its own column', () => {
  const JOINED: readonly (readonly [string, string, string | null])[] = [
    ['Suite 200', '200', 'Suite 200'],
    ['#200', 'STE 200', 'STE 200'],
    ['STE 200', 'STE 200, FL 3', 'STE 200, FL 3'],
    ['3rd Floor', 'FL 3', '3rd Floor'],
    ['BLDG 4 STE 200', '200', 'BLDG 4 STE 200'],
    ['2nd Floor', 'STE 20', '2nd Floor STE 20'],
    ['#5', 'Bldg B', 'Bldg B #5'],
    ['FL 5', '5', 'FL 5 5'],
    ['Apt 5', 'Suite 5', 'Apt 5 Suite 5'],
    ['Apt 5', 'Apt 6', null],
    ['STE 20', 'STE 200', null],
    ['#5', 'APT 6', null],
  ];
  it.each(JOINED)('are one or contradict each other: %s and %s', (inLine, column, joined) => {
    expect(joinUnits(inLine, column)).toBe(joined);
  });
});
