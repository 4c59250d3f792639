import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { effectsOf } from '../accounts.ts';
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

  it('writes what the provider does not show once, and again when it may have changed', async () => {
    const updates = (): number =>
      effectsOf(place, 'vonage').filter(({ kind }) => kind === 'update-number').length;
    const apply = async (sheet: string): Promise<number> => {
      const before = updates();
      await place.file('numbers.csv', `${HEADER}\n+14155550105,update,vonage,${sheet}\n`);
      expect((await place.run('apply', 'numbers.csv', '--yes')).code).toBe(0);
      return updates() - before;
    };
    const url = 'https://example.com/status';
    expect(await apply(`${url},`)).toBe(1);
    expect(await apply(`${url},`)).toBe(0);
    expect((await newestResults(place))[0]?.['detail']).toContain('voice_status_url as last written');
    expect(await apply(`${url}/2,`)).toBe(1);
    // With another change it is sent again, since an update may reset what it does not name.
    expect(await apply(`${url}/2,https://example.com/sms`)).toBe(1);
    expect(await apply(`${url}/2,https://example.com/sms`)).toBe(0);
    // An update that does not name it may have reset it.
    expect(await apply(',https://example.com/other')).toBe(1);
    expect(await apply(`${url}/2,https://example.com/other`)).toBe(1);
    expect(await apply(`${url}/2,https://example.com/other`)).toBe(0);
  });
});
