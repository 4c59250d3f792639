import { createBandwidthEndpointsStandIn } from '../../../src/sandbox/bandwidth/endpoints/index.ts';
import { createBandwidthOrdersStandIn } from '../../../src/sandbox/bandwidth/orders/index.ts';
import { shippedJudge } from '../../../src/sandbox/places.ts';
import { createSinchStandIn } from '../../../src/sandbox/sinch/index.ts';
import type { StandIn } from '../../../src/sandbox/stand-in.ts';
import { createTwilioStandIn } from '../../../src/sandbox/twilio/index.ts';
import { createVonageStandIn } from '../../../src/sandbox/vonage/index.ts';

export type AccountName = 'twilio' | 'vonage' | 'sinch' | 'bandwidth' | 'bandwidth-orders';

const judge = shippedJudge();
const line = (last: number): string => `+1415555${String(last).padStart(4, '0')}`;

/** Covered by 645 Harrison when a world begins. */
export const COVERED = [0, 1, 2, 3].map((at) => line(100 + at));
/** Without an address when a world begins. */
export const FREE = [4, 5, 6, 7, 8, 9, 10, 11].map((at) => line(100 + at));
/** Vonage's stand-in counts its numbers from New York on. */
const VONAGE_NUMBERS = 112;

/** How long the carrier takes to register and to remove, in milliseconds, where it takes its time. */
export interface WorldDelays {
  readonly registrationMs: number;
  readonly removalMs: number;
}

/** A fresh stand-in with four covered numbers and eight free ones, and nothing in its record of effects. */
export function createStandIn(account: AccountName, delays: WorldDelays): StandIn {
  switch (account) {
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
    case 'bandwidth-orders':
      return createBandwidthOrdersStandIn({ judge, switches: { orderDelayMs: delays.registrationMs } });
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
    if (status !== 200) throw new Error(`the stand-in's numbers could not be covered: ${status}`);
  }
  return standIn;
}
