import { EMPTY_REQUEST } from '../../src/domain/request/empty-request.ts';
import type { Request } from '../../src/domain/request/request.ts';

/** An update of a number of the United States, as far as it is not said otherwise. */
export function requestOf(request: Partial<Request>): Request {
  return {
    ...EMPTY_REQUEST,
    action: 'update',
    account: 'main',
    phoneNumber: '+14155550150',
    numberCountry: 'US',
    ...request,
  };
}
