import { many } from '../domain/plural.ts';
import type { Request } from '../domain/request/request.ts';
import { AppError } from '../errors/app-error.ts';
import type { RowRecord, RunRecord } from '../journal/records.ts';
import type { AddressContent, AddressVerdict } from '../providers/contract.ts';
import type { RunHost } from '../run/context/run-options.ts';
import { storedOptions } from '../run/context/stored-options.ts';
import { readerOfRun } from '../run/intake/reviewed-source.ts';
import type { CheckAnswer, CheckBody } from './exchange.ts';
import { plain } from './plain-address.ts';

/**
 * Asks the carrier of an account about an address, without writing; null where it checks an address only by creating it.
 * @throws ProviderError, UsageError
 */
export type AskCarrier = (
  account: string,
  content: AddressContent,
  phoneNumber: string,
) => Promise<AddressVerdict | null>;

/**
 * What is to be said of an edited address before it is saved: first by the offline rules of a sheet, then by the carrier. A carrier
 * that cannot be asked now is no objection: it is asked again when the review is signed.
 */
export async function checkEdit(
  record: RowRecord | undefined,
  run: RunRecord,
  { address, position }: CheckBody,
  { config, ask }: Pick<RunHost, 'config'> & { readonly ask: AskCarrier },
): Promise<CheckAnswer> {
  if (record === undefined) return NOTHING_TO_SAY;
  const read = readerOfRun(run, storedOptions(run), { config })(record, { ...address });
  const problems = read.problems
    .filter(({ severity }) => severity === 'error')
    .map(({ column, message, hint }) => ({ position, column, message, hint }));
  if (problems.length > 0 || read.request === null) return { ...NOTHING_TO_SAY, problems };
  try {
    const verdict = await ask(read.request.account, contentOf(read.request), read.request.phoneNumber);
    return verdict === null ? NOTHING_TO_SAY : { problems, ...answerOf(verdict) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const message = `The carrier could not be asked: ${error.message} It is asked again when you sign.`;
    return { problems, carrier: 'unasked', message, offers: [] };
  }
}

const NOTHING_TO_SAY: CheckAnswer = { problems: [], carrier: 'unasked', message: '', offers: [] };

/** The tag is for what is written, and nothing is. */
function contentOf({ address, callerName, addressLabel, addressKind }: Request): AddressContent {
  if (address === null) throw new TypeError('An edited row has an address.');
  return { address, callerName, label: addressLabel, addressKind, tag: '' };
}

function answerOf(verdict: AddressVerdict): Omit<CheckAnswer, 'problems'> {
  switch (verdict.kind) {
    case 'exact':
      return { carrier: 'knows', message: 'The carrier has this address.', offers: [] };
    case 'unverified':
      return { carrier: 'unasked', message: verdict.message, offers: [] };
    case 'near':
      return {
        carrier: 'objects',
        message: 'The carrier writes this address differently.',
        offers: [plain(verdict.suggested)],
      };
    case 'none': {
      const { length } = verdict.candidates;
      const offered = length === 0 ? '' : ` It offers ${many(length, 'other address', 'other addresses')}.`;
      return {
        carrier: 'objects',
        message: `The carrier does not find this address.${offered}`,
        offers: verdict.candidates.map(plain),
      };
    }
  }
}
