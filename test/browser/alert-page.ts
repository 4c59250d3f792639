import { openPlace } from '../e2e/support/command.ts';
import { tmuxPage } from './tmux-page.ts';

/** Its first number is covered by another address at the stand-in. */
const SHEET = [
  'phone_number,account,caller_name,street,unit,city,region,postal_code,country',
  '+14155550102,twilio,City Desk,200 N Spring St,,Los Angeles,CA,90012,US',
  '',
].join('\n');

/** Ctrl-C, twice, while a number has no emergency address, in a terminal so many columns wide. */
export async function alertPage(columns: number): Promise<string> {
  const place = await openPlace();
  try {
    await place.file('numbers.csv', SHEET);
    // The new address of the number is refused, so that its coverage gap stays open.
    const twilio = place.sandbox.standIns.find(({ account }) => account === 'twilio');
    twilio?.faults.set([{ when: { operation: 'associate' }, do: 'status', status: 400, times: 200 }]);
    return await tmuxPage(place, { columns, rows: 24, typed: 'e911 apply numbers.csv --yes' }, [
      { after: /has NO emergency address right now/, press: 'C-c' },
      { after: /Press Ctrl-C again/, press: 'C-c' },
      { after: /To continue: e911 resume \$/, press: '' },
    ]);
  } finally {
    await place.close();
  }
}
