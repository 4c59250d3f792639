import { bandwidthEndpoints } from './bandwidth/endpoints/index.ts';
import { bandwidthOrders } from './bandwidth/orders/index.ts';
import type { ProviderDefinition } from './contract.ts';
import { sinch } from './sinch/index.ts';
import { twilio } from './twilio/index.ts';
import { vonage } from './vonage/index.ts';

/** Every provider, one a line: what is not here does not exist. */
export const definitions: readonly ProviderDefinition[] = [
  twilio,
  vonage,
  sinch,
  bandwidthEndpoints,
  bandwidthOrders,
];
