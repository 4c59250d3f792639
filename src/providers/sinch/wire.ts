import { z } from 'zod';
import { wireAmount, wireSwitch } from '../kit/wire-values.ts';

/* What Sinch sends, as little of it as is used. Nulls are left out of answers; enums are open strings. */

const text = z.string().nullish();

/** The flat address of every answer; all keys may be missing or empty. */
export const WireAddress = z.object({
  streetNumber: text,
  streetInfo: text,
  location: text,
  city: text,
  state: text,
  postalCode: text,
  postalCodePlusFour: text,
});
export type WireAddress = z.output<typeof WireAddress>;

const Scheduled = z
  .object({
    status: text,
    servicePlanId: text,
    campaignId: text,
    type: text,
    errorCodes: z.array(z.string()).nullish(),
  })
  .extend({ appId: text, trunkId: text, serviceId: text })
  .nullish();

export const WireNumber = z.object({
  phoneNumber: z.string().min(1),
  displayName: text,
  regionCode: text,
  type: text,
  capability: z.array(z.string()).nullish(),
  money: z.object({ currencyCode: text, amount: text }).nullish(),
  nextChargeDate: text,
  expireAt: text,
  smsConfiguration: z
    .object({ servicePlanId: text, campaignId: text, scheduledProvisioning: Scheduled })
    .nullish(),
  voiceConfiguration: z
    .object({
      type: text,
      appId: text,
      trunkId: text,
      serviceId: text,
      scheduledVoiceProvisioning: Scheduled,
    })
    .nullish(),
  callbackUrl: text,
});
export type WireNumber = z.output<typeof WireNumber>;

export const WireNumberPage = z.object({
  activeNumbers: z.array(WireNumber).nullish(),
  nextPageToken: text,
});

export const WireAvailable = z.object({
  phoneNumber: z.string().min(1),
  regionCode: text,
  type: text,
  capability: z.array(z.string()).nullish(),
  setupPrice: z.object({ currencyCode: text, amount: wireAmount }).nullish(),
  monthlyPrice: z.object({ currencyCode: text, amount: wireAmount }).nullish(),
  supportingDocumentationRequired: wireSwitch.nullish(),
});
export type WireAvailable = z.output<typeof WireAvailable>;
export const WireAvailableList = z.object({ availableNumbers: z.array(WireAvailable).nullish() });

export const WireValidation = z.object({
  validationResult: z.string(),
  validationMessage: text,
  correctedAddress: WireAddress.nullish(),
  candidateAddresses: z.array(WireAddress).nullish(),
});
export type WireValidation = z.output<typeof WireValidation>;

/** An error body: google.rpc form under `error`, or RFC 9457 (`title`, `detail`). */
export const WireError = z.union([
  z.object({
    error: z.object({
      code: z.union([z.number(), z.string()]).nullish(),
      message: text,
      status: text,
      details: z
        .array(
          z.object({
            resourceType: text,
            fieldViolations: z.array(z.object({ field: text, description: text })).nullish(),
          }),
        )
        .nullish(),
    }),
  }),
  z
    .object({ title: text, detail: text, message: text })
    .refine((body) => [body.title, body.detail, body.message].some((part) => part != null)),
]);
