/**
 * What a carrier gives an emergency address to, as one text: a telephone number (`+` and digits), or the ID of an end user
 * (AEUI), which never begins with `+`. Empty where a request is about neither. Between the sheet and the carrier, everything
 * takes this text as it is; only this file tells which of the two it is.
 */
export type SubjectKey = string;

/** Whether the key is a telephone number. */
export function isPhoneNumber(key: SubjectKey): boolean {
  return key.startsWith('+');
}

/** Whether the key is the ID of an end user. */
export function isEndUserId(key: SubjectKey): boolean {
  return key !== '' && !isPhoneNumber(key) && !key.startsWith(NAMELESS);
}

const NAMELESS = 'endpoint ';

/** The key of a carrier's endpoint by what it shows of it; one without a number and a user is known by its handle alone. */
export function subjectKey(shown: {
  readonly phoneNumber: string;
  readonly endUserId: string;
  readonly handle: string;
}): SubjectKey {
  if (shown.phoneNumber !== '') return shown.phoneNumber;
  const isId = shown.endUserId !== '' && !isPhoneNumber(shown.endUserId);
  return isId ? shown.endUserId : `${NAMELESS}${shown.handle}`;
}

/** The key in the columns of a sheet or the names of a JSON answer. */
export function keyCells(key: SubjectKey): {
  readonly phone_number: string;
  readonly endpoint_user_id: string;
} {
  return {
    phone_number: isPhoneNumber(key) ? key : '',
    endpoint_user_id: isEndUserId(key) ? key : '',
  };
}

/** The column of a sheet that holds the key. */
export function keyColumn(key: SubjectKey): 'phone_number' | 'endpoint_user_id' {
  return isEndUserId(key) ? 'endpoint_user_id' : 'phone_number';
}
