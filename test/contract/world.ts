import type { Address } from '../../src/domain/address/address.ts';
import { ProviderError } from '../../src/errors/provider-error.ts';
import type { Call } from '../../src/http/transport.ts';
import type {
  AddressContent,
  NumberState,
  Page,
  ProviderAccount,
  Step,
} from '../../src/providers/contract.ts';
import type { FaultRule } from '../../src/sandbox/faults.ts';
import type { Effect } from '../../src/sandbox/stand-in.ts';

/** How large an account the stand-in is to hold; the documented one when `numbers` is absent. */
export interface WorldSize {
  readonly numbers?: number;
}

/** One provider's stand-in over real sockets, and the account that talks to it. */
export interface World {
  readonly account: ProviderAccount;
  /** The same account with a wrong secret. */
  readonly stranger: ProviderAccount;
  /** What must never be seen in an error, in every form in which it travels. */
  readonly secrets: readonly string[];
  /** Replaces all faults. */
  readonly setFaults: (rules: readonly FaultRule[]) => void;
  /** Lets what the stand-in does later come. */
  readonly pass: (ms: number) => void;
  readonly effects: readonly Effect[];
  /** Requests that the stand-in has seen so far. */
  readonly requestCount: () => number;
  /** Closes the stand-in's listener; the account stays usable and finds nobody there. */
  readonly stopListening: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** What a provider's own contract test gives to the suite. */
export interface ContractSetup {
  readonly start: (size?: WorldSize) => Promise<World>;
  /** More numbers than two pages of a listing hold. */
  readonly severalPages: number;
  /** In the account of the documented size: covered, not covered, and not in it at all. */
  readonly numbers: { readonly covered: string; readonly free: string; readonly foreign: string };
  /** `near` differs from `suggested` only in its writing; `exact` is another place. */
  readonly places: {
    readonly exact: Address;
    readonly near: Address;
    readonly suggested: Address;
    readonly none: Address;
  };
}

/** A call that counts the changing requests that are about to leave. */
interface CountedCall extends Call {
  readonly sent: () => number;
}

export function countedCall(): CountedCall {
  let sent = 0;
  return {
    signal: new AbortController().signal,
    priority: 'start',
    beforeSend: async () => {
      sent += 1;
    },
    sent: () => sent,
  };
}

/** A read: it has no journal behind it, so an effect sent with it is a fault. */
export function readCall(): Call {
  return { signal: new AbortController().signal, priority: 'read' };
}

/** Content with a tag of its own. */
export function contentOf(address: Address, tag = 'e911contract01'): AddressContent {
  return { address, callerName: 'Contract Test', label: 'front door', addressKind: 'business', tag };
}

export async function collect<T>(pages: AsyncIterable<Page<T>> | undefined): Promise<T[]> {
  const items: T[] = [];
  for await (const page of pages ?? []) items.push(...page.items);
  return items;
}

/** Carries a step out with a counted call. */
export function carryOut(world: World, step: Step) {
  return world.account.execute(step, countedCall());
}

/** The error of a call that has to fail. */
export async function failureOf(work: Promise<unknown>): Promise<ProviderError> {
  const error: unknown = await work.then(
    () => new Error('it succeeded'),
    (caught: unknown) => caught,
  );
  if (error instanceof ProviderError) return error;
  throw error;
}

/** The step that puts an address on a number; makes the address first where it is a resource of its own. */
export async function associateStep(
  world: World,
  phoneNumber: string,
  content: AddressContent,
): Promise<Extract<Step, { kind: 'associate' }>> {
  const isOwn = world.account.capabilities.addressModel === 'own-resource';
  const addressId = isOwn ? (await carryOut(world, { kind: 'create-address', ...content })).id : '';
  const handle = (await read(world, phoneNumber)).handle;
  return { kind: 'associate', phoneNumber, handle, addressId, ...content };
}

/** A number that has to be in the account. */
export async function read(world: World, phoneNumber: string, following?: string): Promise<NumberState> {
  const number = await world.account.findNumber(
    phoneNumber,
    readCall(),
    following === undefined ? {} : { following },
  );
  if (number === null) throw new Error(`${phoneNumber} is not in the account`);
  return number;
}

/** What a stand-in does later, it does within this time: far above what reading takes. */
export const LATER_MS = 60_000;

/** Reads the number's state once it does not change by itself any more. */
export async function settled(world: World, phoneNumber: string, following?: string): Promise<NumberState> {
  for (;;) {
    const number = await read(world, phoneNumber, following);
    if (number.emergency.state !== 'pending' && number.emergency.state !== 'removing') return number;
    world.pass(LATER_MS);
  }
}

/** How often something of this kind was done. */
export function countEffects(world: World, kind: Step['kind']): number {
  return world.effects.filter((effect) => effect.kind === kind).length;
}

/** Everything that an error would show, its causes included. */
export function everythingIn(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return [error.message, error.stack, JSON.stringify({ ...error }), everythingIn(error.cause)].join('\n');
}
