import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newestResults, newestRun, openPlace, type Place } from '../support/command.ts';

const HEADER = 'phone_number,action,account,voice_status_url,inbound_sms_url';
const SHEET = `${HEADER}
+14155550105,update,vonage,https://example.com/status,
+14155550106,update,vonage,,https://example.com/sms
`;

describe('e911 verify of settings', () => {
  let place: Place;
  beforeEach(async () => {
    place = await openPlace();
    await place.file('numbers.csv', SHEET);
  });
  afterEach(() => place.close());

  it('calls what the provider does not show skipped, and what it shows as it should be', async () => {
    expect((await place.run('apply', 'numbers.csv', '--yes')).code).toBe(0);
    const run = (await newestRun(place)).split('/').at(-1) ?? '';
    const { code } = await place.run('verify', run);
    const [hidden, shown] = await newestResults(place);
    expect(code).toBe(0);
    expect(hidden).toMatchObject({ result: 'skipped' });
    expect(hidden?.['detail']).toContain('Vonage does not show voice_status_url');
    expect(shown).toMatchObject({ result: 'unchanged', detail: 'set as applied' });
  });
});
