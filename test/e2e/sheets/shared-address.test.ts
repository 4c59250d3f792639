import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { csv, newestResults, newestRun, openPlace, type Place } from '../support/command.ts';

const HEADER =
  'action,account,phone_number,address_label,address_kind,caller_name,street,city,region,postal_code';

let place: Place;
beforeAll(async () => {
  place = await openPlace();
});
afterAll(() => place.close());

/** Applies rows of one address each; what came of them, and what was said of their cells. */
async function apply(...rows: readonly string[]) {
  await place.file('rows.csv', `${[HEADER, ...rows].join('\n')}\n`);
  const { code } = await place.run('apply', 'rows.csv', '--yes', '--force', '--max-errors', '100%');
  const results = await newestResults(place);
  const said = await csv(path.join(await newestRun(place), 'errors.csv'));
  return {
    code,
    results: results.map((row) => row['result']),
    messages: results.map((row) => row['error_message']),
    said: said.map((line) => [line['row'], line['severity'], line['column'], line['value']].join(' ')),
  };
}
/** The details of the addresses that were created, as JSON: tag and label. */
const created = (): string =>
  JSON.stringify(place.effects().flatMap(({ kind, detail }) => (kind === 'create-address' ? [detail] : [])));
const SPRING = 'City Desk,200 N Spring St,Los Angeles,CA,90012';
const BANNOCK = 'City Desk,1437 Bannock St,Denver,CO,80202';
const CAMPUS = 'City Desk,900 Main Campus Dr,Raleigh,NC,27606';

it('of several numbers is written with the label and kind of the first row, and the others are named', async () => {
  expect(
    await apply(
      `assign,vonage,+14155550150,,,${SPRING}`,
      `assign,vonage,+14155550151,One,,${SPRING}`,
      `assign,vonage,+14155550152,Two,,${SPRING}`,
      `assign,vonage,+14155550153,One,residential,${SPRING}`,
    ),
  ).toMatchObject({
    code: 0,
    results: ['applied', 'applied', 'applied', 'applied'],
    said: ['4 warning address_label Two', '5 warning address_kind residential'],
  });
  expect(created()).toMatch(/ One"\]$/);
});

it('with the label of a row that checks it is written with that of the row that needs it', async () => {
  const { said } = await apply(
    `validate,vonage,,Check,,${BANNOCK}`,
    `assign,vonage,+14155550154,Need,,${BANNOCK}`,
  );
  expect(said).toEqual(['2 warning caller_name City Desk']);
  expect(created()).toMatch(/ Need"\]$/);
});

it('with different labels is refused for the rows of one number, and for rows about the address itself, which name it', async () => {
  const { results, messages } = await apply(
    `assign,twilio,+14155550154,One,,${CAMPUS}`,
    `assign,twilio,+14155550154,Two,,${CAMPUS}`,
    `add-address,twilio,,One,,${CAMPUS}`,
    `add-address,twilio,,Two,,${CAMPUS}`,
  );
  expect(results).toEqual(['failed', 'failed', 'failed', 'failed']);
  expect(messages[0]).toContain('for +14155550154');
  expect(messages[3]).toContain('for 900 Main Campus Dr, Raleigh');
});

it('a recipient that exists keeps its description, and the one of a later row is named', async () => {
  const said = async (description: string) => {
    const row = `add-recipient,bandwidth,desk@example.com,${description}`;
    await place.file('r.csv', `action,account,recipient_email,recipient_description\n${row}\n`);
    const { code } = await place.run('apply', 'r.csv', '--yes');
    const errors = await csv(path.join(await newestRun(place), 'errors.csv'));
    return [code, ...errors.map((line) => `${line['severity']} ${line['column']} ${line['value']}`)];
  };
  expect(await said('Desk')).toEqual([0]);
  expect(await said('desk')).toEqual([0]);
  expect(await said('Guard')).toEqual([0, 'warning recipient_description Guard']);
});
