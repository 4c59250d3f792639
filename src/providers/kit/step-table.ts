import type { ProviderError } from '../../errors/provider-error.ts';
import type { Call } from '../../http/transport.ts';
import type { EffectCheck, ProviderAccount, Step, StepKind, StepResult } from '../contract.ts';

/** A step of some kinds. */
export type Of<Kind extends StepKind> = Extract<Step, { kind: Kind }>;

/** How one step is carried out, with exactly one changing call, and how reads show whether it took effect. */
interface StepRow<Api, S extends Step> {
  execute(api: Api, step: S, call: Call): Promise<StepResult>;
  check(api: Api, step: S, call: Call): Promise<EffectCheck>;
}

/** The steps that a provider can carry out; what is not in the table it cannot. */
export type StepTable<Api> = { readonly [Kind in StepKind]?: StepRow<Api, Of<Kind>> };

/** Deletes an address by one call of the API, and asks for it by another: it is gone when the carrier says that there is none. */
export function addressDeletion<Remove extends string, Fetch extends string>(
  remove: Remove,
  fetch: Fetch,
): StepRow<
  { readonly [Name in Remove]: (id: string, call: Call) => Promise<{ readonly requestId: string }> } & {
    readonly [Name in Fetch]: (id: string, call: Call) => Promise<unknown>;
  },
  Of<'delete-address'>
> {
  return {
    async execute(api, { addressId }, call) {
      const { requestId } = await api[remove](addressId, call);
      return { id: addressId, requestId };
    },
    check: async (api, { addressId }, call) =>
      doneIf((await api[fetch](addressId, call)) === null, { id: addressId }),
  };
}

/** The two methods of an account that carry out its steps. @throws what `cannotCarryOut` makes of a step that is not there */
export function carryOut<Api>(
  api: Api,
  table: StepTable<Api>,
  cannotCarryOut: (operation: string) => ProviderError,
): Pick<ProviderAccount, 'execute' | 'checkEffect'> {
  function rowOf({ kind }: Step): StepRow<Api, Step> {
    const row: StepRow<Api, Step> | undefined = table[kind];
    if (row === undefined) throw cannotCarryOut(kind);
    return row;
  }
  return {
    execute: async (step, call) => await rowOf(step).execute(api, step, call),
    checkEffect: async (step, call) => await rowOf(step).check(api, step, call),
  };
}

export const absent: EffectCheck = { found: 'absent' };

/** The reads do not decide it. */
export function unclear(why: string): EffectCheck {
  return { found: 'unclear', why };
}

/** It took effect and left this. */
export function done(result: Omit<StepResult, 'requestId'>, requestId = ''): EffectCheck {
  return { found: 'done', result: { ...result, requestId } };
}

/** It took effect, or it certainly did not. */
export function doneIf(isDone: boolean, result: Omit<StepResult, 'requestId'>): EffectCheck {
  return isDone ? done(result) : absent;
}
