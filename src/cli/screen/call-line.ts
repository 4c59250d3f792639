import type { CallEvent } from '../../domain/call-event.ts';
import { visible } from './visible.ts';

/** One call for `--verbose`: `twilio GET /2010-04-01/Accounts/AC1/Addresses.json?PageSize=1000 200 38 ms RQ1`. */
export function callLine(call: CallEvent): string {
  const { account, method, path, attempt, status, ms, requestId, error } = call;
  const end = status === null ? `no answer: ${error}` : requestId;
  const again = attempt > 1 ? ` (attempt ${attempt})` : '';
  return visible(`${account} ${method} ${path} ${status ?? '-'} ${ms} ms ${end}`.trimEnd() + again);
}
