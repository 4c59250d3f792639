import { stringify } from 'yaml';
import { createBandwidthEndpointsStandIn } from '../../src/sandbox/bandwidth/endpoints/index.ts';
import { createJudge, loadPlaces } from '../../src/sandbox/places.ts';
import { createSinchStandIn } from '../../src/sandbox/sinch/index.ts';
import type { StandIn } from '../../src/sandbox/stand-in.ts';
import { createTwilioStandIn } from '../../src/sandbox/twilio/index.ts';
import { createVonageStandIn } from '../../src/sandbox/vonage/index.ts';

export const WORLDS = ['twilio', 'vonage', 'sinch', 'bandwidth'] as const;
export type WorldName = (typeof WORLDS)[number];

const judge = createJudge(loadPlaces());
const line = (last: number): string => `+1415555${String(last).padStart(4, '0')}`;

/** Covered by 645 Harrison when a world begins. */
export const COVERED = [0, 1, 2, 3].map((at) => line(100 + at));
/** Without an address when a world begins. */
export const FREE = [4, 5, 6, 7, 8, 9, 10, 11].map((at) => line(100 + at));
/** Vonage's stand-in counts its numbers from New York on. */
const VONAGE_NUMBERS = 112;

/** How long the provider takes to register and to remove, in milliseconds, where it takes its time. */
interface WorldDelays {
  readonly registrationMs: number;
  readonly removalMs: number;
}

/** A fresh stand-in with four covered numbers and eight free ones, and nothing in its record of effects. */
export function createWorld(name: WorldName, delays: WorldDelays): StandIn {
  switch (name) {
    case 'twilio':
      return createTwilioStandIn({
        judge,
        numbers: [...COVERED, ...FREE],
        registrationDelayMs: delays.registrationMs,
        removalDelayMs: delays.removalMs,
      });
    case 'vonage':
      return createVonageStandIn({ judge, numbers: VONAGE_NUMBERS });
    case 'bandwidth':
      return createBandwidthEndpointsStandIn({ judge });
    case 'sinch':
      return coveredSinch();
  }
}

function coveredSinch(): StandIn {
  const standIn = createSinchStandIn({ judge, numbers: [...COVERED, ...FREE], covered: false });
  const { SINCH_PROJECT_ID: project, SINCH_KEY_ID: id, SINCH_KEY_SECRET: secret } = standIn.environment;
  const authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
  const body = JSON.stringify({
    displayName: 'Harbor Dental',
    address: {
      streetNumber: '645',
      streetInfo: 'HARRISON ST',
      location: 'STE 200',
      city: 'SAN FRANCISCO',
      state: 'CA',
      postalCode: '94105',
    },
  });
  for (const number of COVERED) {
    const path = `/v1/projects/${project}/activeNumbers/${encodeURIComponent(number)}/emergencyAddress:provision`;
    const headers = { authorization, 'content-type': 'application/json' };
    const { status } = standIn.answer(
      { method: 'POST', path, query: new URLSearchParams(), headers, body },
      0,
    );
    if (status !== 200) throw new Error(`the world could not be made: ${status}`);
  }
  return standIn;
}

/** A config file whose only account is this stand-in, at a pace that does not hold a test up. */
export function configOf(standIn: StandIn, origin: string): string {
  const limits = { requests_per_second: 400, burst: 100, concurrency: 4 };
  const account = { ...standIn.account(origin), limits };
  return stringify({
    accounts: { [standIn.provider]: account },
    defaults: { account: standIn.provider, country: 'US' },
  });
}

/** What must stand in no file and no output: the secret and the form in which it travels. */
export function secretsOf(standIn: StandIn): string[] {
  const { environment: e } = standIn;
  const pairs = [
    [e['TWILIO_ACCOUNT_SID'], e['TWILIO_AUTH_TOKEN']],
    [e['VONAGE_API_KEY'], e['VONAGE_API_SECRET']],
    [e['SINCH_KEY_ID'], e['SINCH_KEY_SECRET']],
    [e['BW_USERNAME'], e['BW_PASSWORD']],
    [e['BW_CLIENT_ID'], e['BW_CLIENT_SECRET']],
  ];
  return pairs.flatMap(([user, secret]) =>
    user === undefined || secret === undefined
      ? []
      : [secret, Buffer.from(`${user}:${secret}`).toString('base64')],
  );
}
