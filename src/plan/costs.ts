import { type Cost, type FeeName, PURCHASE_FEES } from '../domain/fees.ts';
import type { Money } from '../domain/money.ts';
import type { OperationRecord } from '../journal/records.ts';
import type { Fee, Step } from '../providers/contract.ts';
import type { PlanAccount, PlanContext } from './context/plan-context.ts';
import type { Planned } from './context/planned.ts';

/** A planned operation with what it may cost; one that ends without a change costs nothing. */
export function withCosts(
  planned: Planned,
  account: PlanAccount,
  { host }: Pick<PlanContext, 'host'>,
): Planned {
  if (planned.composed.kind !== 'program') return planned;
  const day = new Date(host.clock.wallMs()).toISOString().slice(0, 10);
  const costs = costsOf(planned.operation, account, day);
  return costs.length === 0 ? planned : { ...planned, operation: { ...planned.operation, costs } };
}

/**
 * The fees that an operation brings, each as the config states it, else as the provider does. `day` is when its prices were
 * asked for. Pure.
 */
function costsOf(
  operation: Pick<OperationRecord, 'program' | 'before' | 'request'>,
  {
    provider,
    ownFees = {},
  }: Pick<PlanAccount, 'ownFees'> & {
    readonly provider: Pick<PlanAccount['provider'], 'capabilities'>;
  },
  day: string,
): Cost[] {
  const { fees, title } = provider.capabilities;
  const price = operation.program.flatMap((each) =>
    each.do === 'step' && each.step.kind === 'buy' ? (each.step.price ?? []) : [],
  )[0];
  const offered: Partial<Record<FeeName, Money>> = price
    ? { number_setup: price.setup, number_monthly: price.monthly }
    : {};
  const country = operation.before?.country || operation.request.numberCountry;
  return feesBroughtBy(operation).flatMap((fee): Cost[] => {
    const own = ownFees[fee];
    if (own) return [{ fee, ...own, source: 'the config' }];
    if (PURCHASE_FEES.has(fee)) {
      const money = offered[fee];
      const isStated = money !== undefined && money.amount !== '' && money.currency !== '';
      const source = `${title}'s answer about the number, ${day}`;
      return [isStated ? { fee, ...money, source } : { fee, ...UNKNOWN, source: `not in ${source}` }];
    }
    const stated = fees.find((each) => each.name === fee && isFor(each, country));
    if (!stated) return [];
    const { amount, currency, source } = stated;
    return [{ fee, ...(amount === null ? UNKNOWN : { amount, currency }), source }];
  });
}

const UNKNOWN: Money = { amount: '', currency: '' };

const isFor = ({ countries }: Fee, country: string): boolean =>
  countries === undefined || country === '' || countries.includes(country);

/** Which fees the steps of an operation bring. */
function feesBroughtBy({ program, before }: Pick<OperationRecord, 'program' | 'before'>): FeeName[] {
  const instructions = program.flatMap((each) => (each.do === 'step' ? [each] : []));
  const has = (isMeant: (step: Step) => boolean): boolean => instructions.some(({ step }) => isMeant(step));
  const buys = has(({ kind }) => kind === 'buy');
  const covers = has(({ kind }) => kind === 'associate');
  const hadAddress =
    before !== null && (before.emergency.addressId !== '' || before.emergency.address !== null);
  const uncovers =
    has(({ kind }) => kind === 'disassociate') || has((step) => step.kind === 'switch-emergency' && !step.on);
  const opensGap = instructions.some((each) => each.opensGap === true);
  const names: FeeName[] = buys ? [...PURCHASE_FEES] : [];
  if (covers && !hadAddress) names.push('emergency_number_monthly');
  // Without an address for good, or for the time of a gap.
  if ((uncovers && !covers) || opensGap || (buys && !covers)) names.push('unregistered_call');
  return names;
}
