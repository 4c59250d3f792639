import type { NumberSettings, Recipient } from '../domain/request/request.ts';
import type { SubjectKey } from '../domain/request/subject-key.ts';
import type { AddressContent, Price, StoredAddress } from './present-state.ts';

/** One changing call, as plain data: it can be written as a JSON line, reviewed, journaled, checked and undone. */
export type Step =
  | ({ readonly kind: 'create-address' } & AddressContent)
  | ({ readonly kind: 'update-address'; readonly addressId: string } & AddressContent)
  | { readonly kind: 'delete-address'; readonly addressId: string }
  | ({
      readonly kind: 'associate';
      readonly phoneNumber: SubjectKey;
      /** The id of the end user that the endpoint is to have; absent where it keeps its own or gets the program's. */
      readonly endUserId?: string;
      /** Present handle, empty when the provider has none for this number yet. */
      readonly handle: string;
      /** Empty when addresses live inside the number. */
      readonly addressId: string;
    } & AddressContent)
  | {
      readonly kind: 'disassociate';
      readonly phoneNumber: SubjectKey;
      readonly handle: string;
      readonly tag: string;
    }
  | {
      readonly kind: 'switch-emergency';
      readonly phoneNumber: SubjectKey;
      readonly handle: string;
      readonly on: boolean;
    }
  | {
      readonly kind: 'buy';
      readonly phoneNumber: string;
      readonly country: string;
      readonly settings: NumberSettings;
      /** What the plan was told that it costs; absent where the provider was not asked. */
      readonly price?: Price;
    }
  | {
      readonly kind: 'release';
      readonly phoneNumber: string;
      readonly handle: string;
      readonly country: string;
      readonly settings: NumberSettings;
    }
  | {
      readonly kind: 'update-number';
      readonly phoneNumber: string;
      readonly handle: string;
      readonly country: string;
      /** The settings that differ, `""` to clear one. */
      readonly settings: NumberSettings;
      /** All settings as they are, for providers that forget what is not sent again. */
      readonly present: NumberSettings;
    }
  | { readonly kind: 'add-recipient'; readonly recipient: Recipient; readonly tag: string };
export type StepKind = Step['kind'];

/** What a step that was carried out left behind. */
export interface StepResult {
  /** Id of what was made or used: address id, endpoint id, order id. */
  readonly id: string;
  /** Handle under which the number is known from now on; undefined when it did not change. */
  readonly handle?: string | undefined;
  /** Order to follow until the number is covered or not; undefined when the provider has none. */
  readonly following?: string | undefined;
  /** The address as the provider stored it, when its answer shows it. */
  readonly stored?: StoredAddress | undefined;
  /** The provider took the call and its answer shows that nothing changed: it ignores what was asked for. */
  readonly isIgnored?: boolean | undefined;
  readonly requestId: string;
}

/** What reads show of the effect of a call with an unknown outcome. `unclear` means that they do not decide it. */
export type EffectCheck =
  | { readonly found: 'done'; readonly result: StepResult }
  | { readonly found: 'absent' }
  | { readonly found: 'unclear'; readonly why: string };
