import { expect, it } from 'vitest';
import type { Action } from '../../src/domain/request/request.ts';
import { newOperation } from '../../src/plan/context/new-operation.ts';
import { namedEndUsers } from '../../src/plan/numbers/end-users.ts';
import { numberState } from '../export/facts.ts';
import { request } from '../report/rows.ts';

/** How a row about an end user without a number is refused, at an account with these end users. */
function refusal(action: Action, endUserId: string, ...present: readonly string[]): string | undefined {
  const users = namedEndUsers();
  const wanted = request({ action, phoneNumber: endUserId, address: null });
  users.want(wanted);
  for (const id of present) {
    users.note(numberState({ phoneNumber: id, facts: { endpoint_user_id: id } }));
  }
  const subject = { kind: 'number', phoneNumber: endUserId } as const;
  return users.refuse(newOperation({ operationId: 'op-000001', position: 1 }, wanted, subject))?.outcome
    ?.errorMessage;
}

it.each(['remove', 'disable', 'enable'] as const)(
  '%s of an end user that is there in another case alone is not called done',
  (action) => {
    expect(refusal(action, 'lobby7X', 'Lobby7x', 'desk1')).toContain(
      'no end user lobby7X, but it has Lobby7x',
    );
    expect(refusal(action, 'Lobby7x', 'Lobby7x', 'lobby7X')).toBeUndefined();
    expect(refusal(action, 'lobby8', 'Lobby7x')).toBeUndefined();
  },
);

it('a new end user may be made beside one in another case', () => {
  expect(refusal('assign', 'lobby7X', 'Lobby7x')).toBeUndefined();
});
