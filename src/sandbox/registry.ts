import type { Random } from '../domain/clock.ts';
import { createBandwidthEndpointsStandIn } from './bandwidth/endpoints/index.ts';
import { createBandwidthOrdersStandIn } from './bandwidth/orders/index.ts';
import type { Judge } from './places.ts';
import { createSinchStandIn } from './sinch/index.ts';
import type { StandIn } from './stand-in.ts';
import { createTwilioStandIn } from './twilio/index.ts';
import { createVonageStandIn } from './vonage/index.ts';

/** What every stand-in of the sandbox is made from. */
interface StandInSetup {
  readonly judge: Judge;
  readonly random: Random;
  /** Wall clock (milliseconds since 1970) when the monotonic clock shows 0. */
  readonly wallAtZeroMs: number;
  /** Factor on every delay: 1 for watching, 0 for answers that are settled at once. */
  readonly scale: number;
}

export interface StandInEntry {
  /** Name of its account in the sandbox's config; other accounts of one provider need other names. */
  readonly account: string;
  create(setup: StandInSetup): StandIn;
}

/** The stand-ins that `e911 sandbox` and `--sandbox` start, in the order of their ports. */
export const STAND_INS: readonly StandInEntry[] = [
  {
    account: 'twilio',
    create: (setup) =>
      createTwilioStandIn({
        judge: setup.judge,
        wallAtZeroMs: setup.wallAtZeroMs,
        registrationDelayMs: 400 * setup.scale,
        removalDelayMs: 300 * setup.scale,
      }),
  },
  { account: 'vonage', create: ({ judge }) => createVonageStandIn({ judge }) },
  { account: 'sinch', create: ({ judge, wallAtZeroMs }) => createSinchStandIn({ judge, wallAtZeroMs }) },
  {
    account: 'bandwidth',
    create: ({ judge, wallAtZeroMs }) => createBandwidthEndpointsStandIn({ judge, wallAtZeroMs }),
  },
  {
    account: 'bandwidth-orders',
    create: ({ judge, wallAtZeroMs, scale }) =>
      createBandwidthOrdersStandIn({ judge, wallAtZeroMs, switches: { orderDelayMs: 400 * scale } }),
  },
];
