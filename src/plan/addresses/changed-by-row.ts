import type { Request } from '../../domain/request/request.ts';
import { covers } from '../../domain/request/request-scope.ts';
import type { OperationRecord, Subject } from '../../journal/records.ts';
import type { NumberState, StoredAddress } from '../../providers/contract.ts';
import type { PlanContext } from '../context/plan-context.ts';
import { type Composed, failed } from '../context/present.ts';

/** Actions that give an address which is there another text. */
const CHANGES_TEXT: ReadonlySet<Request['action']> = new Set(['update-address', 'move-site']);

/** An address that an operation would use, and the number that would use it. */
interface Use {
  readonly used: StoredAddress | null;
  readonly number: NumberState | null;
}

/**
 * How an operation ends that would use an address which another row gives a new text: its number would be registered at the new
 * place, whatever its own row says, and whichever of the two is carried out first. Null where no row does.
 */
export async function changedByRow(
  { journal, runId }: Pick<PlanContext, 'journal' | 'runId'>,
  { account, request }: OperationRecord,
  { used, number }: Use,
): Promise<Extract<Composed, { kind: 'settled' }> | null> {
  if (used === null || !(covers(request) || request.action === 'add-address')) return null;
  // Where a number that is covered has the address already, the other row is refused, or is about this number, too.
  const { state, addressId } = number?.emergency ?? { state: 'missing', addressId: '' };
  if (addressId === used.id && state !== 'missing' && state !== 'removing') return null;
  const subjects: readonly Subject[] = [
    { kind: 'site', site: `id:${used.id}` },
    { kind: 'address-id', addressId: used.id },
  ];
  for (const subject of subjects) {
    const other = await journal.findOperation(runId, account, subject);
    if (other === null || other.phase === 'ended' || !CHANGES_TEXT.has(other.request.action)) continue;
    const [row] = await journal.rowsOfOperation(runId, other.operationId);
    const composed = failed('addressChangedByRow', { addressId: used.id, line: row?.line ?? 0 });
    if (composed.kind === 'settled') return composed;
  }
  return null;
}
