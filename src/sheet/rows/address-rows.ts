import { samePlace } from '../../domain/address/place-key.ts';
import type { Request } from '../../domain/request/request.ts';
import { covers } from '../../domain/request/request-scope.ts';
import { createSuggester, didYouMean } from '../../domain/suggest.ts';
import type { Problem } from '../../errors/problem.ts';
import { rowProblem } from '../../errors/row-codes.ts';
import type { Capabilities } from '../../providers/contract.ts';

/** An `add-address` row by what other rows of its sheet can name it by. */
export interface AddressNames {
  readonly account: string;
  readonly reference: string;
  /** The id that its address is to have; empty where the provider gives it. */
  readonly addressId: string;
}

interface AddressRow extends AddressNames {
  readonly line: number;
  /** Null when the row is not carried out. */
  readonly request: Request | null;
  readonly operationId: string;
}

/** What becomes of a row that uses the address of another row. */
type Resolved = { readonly request: Request; readonly operationId: string } | { readonly problem: Problem };

/** Lines that a sentence names. */
const NAMED_LINES = 3;

/**
 * The `add-address` rows of a sheet, and the rows that use their addresses: by `address_id` where the row gives its address an
 * id, or by `ref:` and its reference. Note all rows before the first one is resolved, because their order does not matter.
 */
export class AddressRows {
  readonly #byReference = new Map<string, AddressRow[]>();
  readonly #byId = new Map<string, AddressRow[]>();
  readonly #accounts = new Map<string, Set<string>>();
  #usesReference = false;
  #usesId = false;

  /** Whether a row may use the address of another row. */
  get isUsed(): boolean {
    return this.#usesReference || (this.#usesId && this.#byId.size > 0);
  }

  note(
    line: number,
    row: { readonly names?: AddressNames | undefined; readonly request: Request | null },
    operationId = '',
  ): void {
    const { names, request } = row;
    if (request?.addressRef !== undefined) this.#usesReference = true;
    if (request !== null && usesId(request)) this.#usesId = true;
    if (names === undefined) return;
    const made: AddressRow = { ...names, line, request, operationId };
    const { account, reference, addressId } = names;
    if (addressId !== '') add(this.#byId, keyOf(account, addressId), made);
    if (reference === '') return;
    add(this.#byReference, keyOf(account, reference), made);
    const accounts = this.#accounts.get(reference) ?? new Set();
    this.#accounts.set(reference, accounts.add(account));
  }

  /** The request with the address of the row that it names; null when it names none. */
  resolve(request: Request, capabilities: Capabilities): Resolved | null {
    const { account, addressRef, addressId } = request;
    const isByReference = addressRef !== undefined;
    const name = isByReference ? addressRef : addressId;
    if (!isByReference && !usesId(request)) return null;
    const rows = (isByReference ? this.#byReference : this.#byId).get(keyOf(account, name)) ?? [];
    const [first] = rows;
    const value = isByReference ? `ref:${name}` : name;
    const problem = (code: Parameters<typeof rowProblem>[0], message: string): Resolved => ({
      problem: rowProblem(code, { row: 0, column: 'address_id', value, message }),
    });
    if (first === undefined) return isByReference ? problem(...this.#unknown(name, account)) : null;
    const bad = rows.find((row) => row.request === null);
    if (bad !== undefined) {
      const message = `Row ${bad.line} was to add the address "${name}" and is not carried out, so neither is this row.`;
      return problem('ROW_ADDRESS_ROW_INVALID', message);
    }
    if (isByReference && rows.length > 1) {
      const message = `Rows ${linesText(rows)} add different addresses with the reference "${name}".`;
      return problem('ROW_ADDRESS_REF_AMBIGUOUS', message);
    }
    const made = first.request;
    if (made === null) return null;
    return {
      operationId: first.operationId,
      request: {
        ...request,
        address: made.address,
        addressId: made.addressId,
        addressLabel: made.addressLabel,
        addressKind: made.addressKind,
        callerName: capabilities.callerNameIn === 'address' ? made.callerName : request.callerName,
        addressRow: first.line,
      },
    };
  }

  #unknown(
    reference: string,
    account: string,
  ): ['ROW_ADDRESS_REF_ACCOUNT' | 'ROW_ADDRESS_REF_UNKNOWN', string] {
    const [other] = this.#accounts.get(reference) ?? [];
    const lines = other === undefined ? [] : (this.#byReference.get(keyOf(other, reference)) ?? []);
    if (other !== undefined && lines.length > 0) {
      const where = lines.length === 1 ? `Row ${linesText(lines)} adds` : `Rows ${linesText(lines)} add`;
      return [
        'ROW_ADDRESS_REF_ACCOUNT',
        `${where} the address "${reference}" in the account ${other}, and this row is about the account ${account}.`,
      ];
    }
    const suggestion = createSuggester([...this.#accounts.keys()])(reference);
    return [
      'ROW_ADDRESS_REF_UNKNOWN',
      `No add-address row that takes part has the reference "${reference}".${didYouMean(suggestion)}`,
    ];
  }
}

/** Whether the row covers its number with the address of an ID. */
function usesId(request: Request): boolean {
  return request.addressId !== '' && covers(request);
}

/** Rows that add the same address are one. */
function add(rows: Map<string, AddressRow[]>, key: string, row: AddressRow): void {
  const known = rows.get(key) ?? [];
  rows.set(key, known);
  if (!known.some((other) => sameAddress(other.request, row.request))) known.push(row);
}

function sameAddress(one: Request | null, other: Request | null): boolean {
  if (one === null || other === null) return one === other;
  const isSamePlace =
    one.address === null || other.address === null
      ? one.address === other.address
      : samePlace(one.address, other.address);
  return (
    isSamePlace &&
    one.addressId === other.addressId &&
    one.callerName.trim().toLowerCase() === other.callerName.trim().toLowerCase()
  );
}

function linesText(rows: readonly AddressRow[]): string {
  const named = rows.slice(0, NAMED_LINES).map(({ line }) => String(line));
  const more = rows.length - named.length;
  if (more > 0) return `${named.join(', ')} and ${more} more`;
  return named.length === 1 ? named.join('') : `${named.slice(0, -1).join(', ')} and ${named.at(-1)}`;
}

const keyOf = (account: string, name: string): string => `${account}\n${name}`;
