import type { Place } from './command.ts';

export interface TwilioNumber {
  readonly phone_number: string;
  readonly emergency_address_sid: string | null;
  readonly emergency_address_status: string;
}

/** The numbers of the Twilio stand-in, as Twilio's API lists them. */
export async function twilioNumbers(place: Place): Promise<Map<string, TwilioNumber>> {
  const twilio = place.sandbox.standIns.find(({ account }) => account === 'twilio');
  if (!twilio) throw new Error('the stand-in for Twilio is missing');
  const { TWILIO_ACCOUNT_SID: sid, TWILIO_AUTH_TOKEN: token } = place.sandbox.environment;
  const url = `${twilio.origin}/2010-04-01/Accounts/${sid}/IncomingPhoneNumbers.json?PageSize=1000`;
  const headers = { authorization: `Basic ${Buffer.from(`${sid}:${token}`).toString('base64')}` };
  const body = (await (await fetch(url, { headers })).json()) as { incoming_phone_numbers: TwilioNumber[] };
  return new Map(body.incoming_phone_numbers.map((one) => [one.phone_number, one]));
}
