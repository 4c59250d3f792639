import type { Judge } from '../../places.ts';
import type { SandboxRequest } from '../../stand-in.ts';
import type { CommitEffect, Store } from './store.ts';
import type { EndpointsSwitches } from './switches.ts';

/** One request with what it is answered from; `id` is the last part of its path, empty for a list. */
export interface Exchange {
  readonly store: Store;
  readonly switches: EndpointsSwitches;
  readonly judge: Judge;
  readonly request: SandboxRequest;
  readonly id: string;
  readonly effect: CommitEffect;
}
