import { durationText } from '../../domain/duration-text.ts';
import type { Request } from '../../domain/request/request.ts';
import type { OperationRecord } from '../../journal/records.ts';
import type { Capabilities, NumberState, Reassociation } from '../../providers/contract.ts';
import type { PlanContext } from '../context/plan-context.ts';
import { type Composed, needsReview } from '../context/present.ts';

/**
 * Seconds between the removal of an address and the registration of the next one, at worst. A country that the provider
 * does not name counts as the slowest: too long a wait is safer than one that ends with the number uncovered.
 */
export function reassociationSeconds(
  { secondsByCountry }: Reassociation,
  countries: readonly (string | undefined)[],
): number {
  const named = countries.flatMap((country) => secondsByCountry[country ?? ''] ?? []);
  return named[0] ?? Math.max(0, ...Object.values(secondsByCountry));
}

/** Seconds that a program may leave its number without an address at worst; 0 for one that removes nothing before it adds. */
export function maxGapOf(
  composed: Composed,
  number: NumberState | null,
  request: Pick<Request, 'address'>,
  { reassociation }: Capabilities,
): number {
  if (composed.kind !== 'program' || reassociation === null) return 0;
  const waits = composed.program.some((each) => each.do === 'await' && each.state === 'missing');
  const adds = composed.program.some((each) => each.do === 'step' && each.step.kind === 'associate');
  if (!waits || !adds) return 0;
  return reassociationSeconds(reassociation, [number?.country, request.address?.country]);
}

/** The operation with its longest gap, where it has one. */
export function withMaxGap(operation: OperationRecord, maxGapSeconds: number): OperationRecord {
  const { maxGapSeconds: _former, ...rest } = operation;
  return maxGapSeconds === 0 ? rest : { ...rest, maxGapSeconds };
}

/** The composed program, or a review where a covered number may lose its address for longer than `--max-gap`. */
export function withinMaxGap(
  { options }: PlanContext,
  composed: Composed,
  maxGapSeconds: number,
  { title, approval }: Pick<Capabilities, 'title'> & Pick<Request, 'approval'>,
): Composed {
  if (composed.kind !== 'program' || !composed.opensGap || approval?.acceptsGap) return composed;
  // A verification changes nothing: it compares with what the row requests.
  if (options.command === 'verify' || maxGapSeconds * 1_000 <= options.maxGapMs) return composed;
  return needsReview('gapTooLong', {
    title,
    atWorst: durationText(maxGapSeconds),
    limit: durationText(Math.round(options.maxGapMs / 1_000)),
    option: `--max-gap ${Math.ceil(maxGapSeconds / 3_600)}h`,
  });
}
