import type { OperationRecord } from '../../journal/records.ts';

/** Whether nothing was sent for an operation, and nothing that was sent is in doubt: one in doubt is active again in a resume. */
export function isNotBegun({ phase, writes }: Pick<OperationRecord, 'phase' | 'writes'>): boolean {
  return phase === 'ready' && writes === 0;
}
