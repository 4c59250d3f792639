import { expect } from 'vitest';
import { type Ended, newestResults, type Place } from './command.ts';

export const HEADER = 'phone_number,action,caller_name,street,unit,city,region,postal_code,country\n';
const HARBOR = 'Harbor Dental,645 Harrison St,Ste 200,San Francisco,CA,94105,US';
export const DESK = 'City Desk,200 N Spring St,,Los Angeles,CA,90012,US';
export const SHEET = `${HEADER}+14155550100,,${HARBOR}
+14155550104,,${DESK}
+14155550105,,${DESK}
+14155550101,,${DESK}
+14155550102,remove,,,,,,,
`;
export const ONE = `${HEADER}+14155550104,,${DESK}\n`;

/** What tests of the orders ask and do at the stand-in of the present place. */
export function ordersAt(place: () => Place) {
  const standIn = () => {
    const found = place().sandbox.standIns.find(({ account }) => account === 'bandwidth-orders');
    if (!found) throw new Error('the sandbox has no stand-in of the orders');
    return found;
  };
  async function control(name: string, body: unknown): Promise<void> {
    const answer = await fetch(`${standIn().origin}/__sandbox/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(answer.status).toBe(200);
  }
  const effects = (kind?: string) =>
    standIn().standIn.effects.filter((effect) => kind === undefined || effect.kind === kind);
  const apply = (sheet: string, ...more: string[]): Promise<Ended> =>
    place().run('apply', sheet, '--account', 'bandwidth-orders', '--yes', ...more);
  const only = async (): Promise<Record<string, string>> => (await newestResults(place()))[0] ?? {};
  return { standIn, control, effects, apply, only };
}
