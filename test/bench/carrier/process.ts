import { systemClock } from '../../../src/cli/process/system-clock.ts';
import { STAND_INS } from '../../../src/sandbox/registry.ts';
import { type RunningStandIn, startSandbox } from '../../../src/sandbox/sandbox.ts';
import { benchNumbers, unitOf } from '../sheets.ts';
import type { CarrierReady, CarrierRequest } from './messages.ts';

/*
 * A carrier in a process of its own, so that its processor time is not the program's. It is started by `open-carrier.ts`.
 */

// A bench that was stopped leaves no carrier behind.
process.once('disconnect', () => process.exit());
process.once('message', (request: CarrierRequest) => {
  void open(request).then((ready) => process.send?.(ready));
});

async function open({ account, numbers, isCovered, switches }: CarrierRequest): Promise<CarrierReady> {
  const entries = STAND_INS.filter((entry) => entry.account === account);
  const sandbox = await startSandbox({ clock: systemClock, random: Math.random, scale: 0, entries });
  const [running] = sandbox.standIns;
  if (running === undefined) throw new Error(`there is no stand-in for ${account}`);
  running.standIn.controls?.setSwitches(switches);
  running.standIn.controls?.addNumbers(benchNumbers(numbers));
  if (isCovered) cover(running, new Set(benchNumbers(numbers)));
  return { origin: running.origin, configText: sandbox.configText, environment: sandbox.environment };
}

/** Gives every number the address that the sheet has for it, through the stand-in's own calls. Twilio alone. */
function cover({ standIn }: RunningStandIn, numbers: ReadonlySet<string>): void {
  const { TWILIO_ACCOUNT_SID: sid, TWILIO_AUTH_TOKEN: token } = standIn.environment;
  const authorization = `Basic ${Buffer.from(`${sid}:${token}`).toString('base64')}`;
  const post = (path: string, form: Readonly<Record<string, string>>): { sid: string } => {
    const { status, body } = standIn.answer(
      {
        method: 'POST',
        path: `/2010-04-01/Accounts/${sid}${path}`,
        query: new URLSearchParams(),
        headers: { authorization },
        body: new URLSearchParams(form).toString(),
      },
      systemClock.monotonicMs(),
    );
    if (status >= 300) throw new Error(`${path}: ${status} ${body}`);
    return JSON.parse(body) as { sid: string };
  };
  const state = standIn.controls?.state(systemClock.monotonicMs()) as {
    numbers: { sid: string; phoneNumber: string }[];
  };
  const made = new Map<string, string>();
  const listed = state.numbers.filter(({ phoneNumber }) => numbers.has(phoneNumber));
  for (const [row, { sid: numberSid }] of listed.entries()) {
    const unit = unitOf(row);
    const addressSid =
      made.get(unit) ??
      post('/Addresses.json', {
        CustomerName: 'City Desk',
        FriendlyName: 'City Desk',
        Street: '645 HARRISON ST',
        StreetSecondary: unit.toUpperCase(),
        City: 'SAN FRANCISCO',
        Region: 'CA',
        PostalCode: '94105',
        IsoCountry: 'US',
        EmergencyEnabled: 'true',
      }).sid;
    made.set(unit, addressSid);
    post(`/IncomingPhoneNumbers/${numberSid}.json`, { EmergencyAddressSid: addressSid });
  }
}
