import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { GuardError, UsageError } from '../errors/app-error.ts';
import { commandError } from '../errors/command-errors.ts';
import { systemCode } from '../errors/system-code.ts';
import type { OperationRecord, Stream } from '../journal/records.ts';
import { subjectText } from '../journal/subject.ts';
import { nearFile } from '../sheet/source/near-file.ts';
import { operationDigest } from './operation-digest.ts';
import { addressBefore, changeOf, stepKinds } from './operation-words.ts';
import type { OutFolder, WrittenFile } from './out-folder.ts';
import { previewShape } from './preview.ts';

const planHead = z.strictObject({
  version: z.literal(1),
  run_id: z.string().min(1),
  /** ISO 8601, UTC. */
  made_at: z.string(),
  sheet: z.strictObject({ name: z.string(), sha256: z.string() }),
  header: z.array(z.string()),
  options: z.record(z.string(), z.unknown()),
  accounts: z.array(z.strictObject({ name: z.string(), account_key: z.string() })),
  rows: z.number().int().nonnegative(),
  /** How many operations change what: `assign`, `replace`, `remove`, ... */
  counts: z.record(z.string(), z.number().int().nonnegative()),
  /** Calls, time, gaps and guards, as they were counted when the plan was made. */
  preview: previewShape.optional(),
  /** Who signed the plan in a review, when (ISO 8601, UTC), with which note, and the run that was reviewed. */
  approval: z
    .strictObject({
      approved_by: z.string(),
      approved_at: z.string(),
      note: z.string(),
      review_of: z.string(),
    })
    .optional(),
});
/** What a plan says of itself before its operations. */
export type PlanHead = z.infer<typeof planHead>;

const planOperation = z.strictObject({
  operation_id: z.string(),
  account: z.string(),
  /** Number, address or recipient that it is about. */
  subject: z.string(),
  action: z.string(),
  /** `assign`, `replace`, `remove`, ... */
  changes: z.string(),
  /** Kinds of the changing calls, in order. */
  steps: z.array(z.string()),
  before: z.nullable(
    z.strictObject({
      state: z.string(),
      status: z.string(),
      address_id: z.string(),
      address: z.string(),
    }),
  ),
  /** Seconds that its number may be without an address at worst, as the provider documents it; 0 where it never is. */
  max_gap_seconds: z.number().default(0),
  /** What it may cost; an empty amount is unknown. */
  costs: z
    .array(z.strictObject({ fee: z.string(), amount: z.string(), currency: z.string(), source: z.string() }))
    .default([]),
  /** The numbers and end users that a change of their address moves. */
  moves: z.array(z.string()).default([]),
  /** `operationDigest` of the operation as it was planned. */
  digest: z.string(),
});
/** One operation of a plan as people and scripts read it; what will be sent is in the journal under `operation_id`. */
type PlanOperation = z.infer<typeof planOperation>;

const planFoot = z.strictObject({ operation_count: z.number().int(), digest: z.string() });

/** A plan.json that was read and found as it was written. */
export interface PlanFile {
  readonly head: PlanHead;
  readonly operationCount: number;
  /** SHA-256 in hex over head and operations: the name under which a plan is applied once. */
  readonly digest: string;
  /** Reads the operations again, one at a time. @throws GuardError PLAN_EDITED when the file has changed since. */
  operations(): AsyncGenerator<PlanOperation>;
}

/** An operation in the form that plan.json shows. */
function planOperationOf(operation: OperationRecord): PlanOperation {
  const emergency = operation.before?.emergency;
  return {
    operation_id: operation.operationId,
    account: operation.account,
    subject: subjectText(operation.subject),
    action: operation.request.action,
    changes: changeOf(operation),
    steps: [...stepKinds(operation)],
    before:
      emergency === undefined
        ? null
        : {
            state: emergency.state,
            status: emergency.status,
            address_id: emergency.addressId,
            address: addressBefore(operation),
          },
    max_gap_seconds: operation.maxGapSeconds ?? 0,
    costs: [...(operation.costs ?? [])],
    moves: [...(operation.moves ?? [])],
    digest: operationDigest(operation),
  };
}

/**
 * Writes plan.json: one JSON object whose head is the first line, with one line per operation, so that a plan of any
 * length is written and read in the same memory. Returns the file and the plan's digest.
 */
export async function writePlanJson(
  out: OutFolder,
  head: PlanHead,
  operations: Stream<OperationRecord>,
): Promise<{ file: WrittenFile; digest: string }> {
  const hash = createHash('sha256');
  let digest = '';
  const file = await out.writeFile('plan.json', async (write) => {
    const headText = oneLine(planHead.parse(head)).slice(0, -1);
    addLine(hash, headText);
    await write(`${headText}${HEAD_END}`);
    let count = 0;
    for await (const operation of operations) {
      const text = oneLine(planOperationOf(operation));
      addLine(hash, text);
      await write(`${count === 0 ? '\n' : ',\n'}${text}`);
      count += 1;
    }
    digest = hash.digest('hex');
    await write(`\n${FOOT_START}${JSON.stringify({ operation_count: count, digest }).slice(1)}\n`);
  });
  return { file, digest };
}

const HEAD_END = ',"operations":[';
const FOOT_START = '],';
// JSON leaves U+2028 and U+2029 as they are, and a line reader ends a line there.
const oneLine = (value: unknown): string =>
  JSON.stringify(value)
    .replace(/\u2028/g, '\\u2028')
    .replace(/\u2029/g, '\\u2029');

const addLine = (hash: Hash, text: string): void => {
  hash.update(text).update('\n');
};

/**
 * Reads a plan.json and proves that it is as it was written.
 * @throws UsageError PLAN_UNREADABLE when it is not a plan or is cut off, GuardError PLAN_EDITED when it was changed.
 */
export async function readPlanJson(place: string): Promise<PlanFile> {
  let head: PlanHead | undefined;
  let foot: z.infer<typeof planFoot> | undefined;
  for await (const part of parts(place)) {
    if (part.kind === 'head') head = part.head;
    if (part.kind === 'foot') foot = part.foot;
  }
  if (head === undefined || foot === undefined) throw await notAsWritten(place);
  return {
    head,
    operationCount: foot.operation_count,
    digest: foot.digest,
    async *operations() {
      for await (const part of parts(place)) if (part.kind === 'operation') yield part.operation;
    },
  };
}

type Part =
  | { readonly kind: 'head'; readonly head: PlanHead }
  | { readonly kind: 'operation'; readonly operation: PlanOperation }
  | { readonly kind: 'foot'; readonly foot: z.infer<typeof planFoot> };

/** The parts of a plan in order; the foot comes only when the digest is right. */
async function* parts(place: string): AsyncGenerator<Part> {
  const hash = createHash('sha256');
  let count = 0;
  let headSeen = false;
  let footSeen = false;
  for await (const line of linesOf(place)) {
    if (footSeen) throw await notAsWritten(place);
    if (!headSeen) {
      const text = line.endsWith(HEAD_END) ? line.slice(0, -HEAD_END.length) : '';
      addLine(hash, text);
      headSeen = true;
      yield { kind: 'head', head: await parsed(place, planHead, `${text}}`) };
    } else if (line.startsWith(FOOT_START)) {
      const foot = await parsed(place, planFoot, `{${line.slice(FOOT_START.length)}`);
      if (foot.operation_count !== count || foot.digest !== hash.digest('hex')) throw edited(place);
      footSeen = true;
      yield { kind: 'foot', foot };
    } else {
      const text = line.endsWith(',') ? line.slice(0, -1) : line;
      addLine(hash, text);
      count += 1;
      yield { kind: 'operation', operation: await parsed(place, planOperation, text) };
    }
  }
  if (!footSeen) throw await notAsWritten(place);
}

/** A named pipe is refused before it is opened: it would wait for a writer that may never come. */
async function* linesOf(place: string): AsyncGenerator<string> {
  if ((await stat(place).catch(() => null))?.isFile() === false) throw unreadable(place, undefined);
  const input = createReadStream(place, 'utf8');
  try {
    yield* createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  } catch (cause) {
    throw unreadable(place, cause);
  } finally {
    input.destroy();
  }
}

async function parsed<T>(place: string, schema: z.ZodType<T>, text: string): Promise<T> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw await notAsWritten(place);
  }
  const checked = schema.safeParse(value);
  if (!checked.success) throw await notAsWritten(place);
  return checked.data;
}

/** A whole plan in another shape was opened and saved by someone; anything else is not a plan. */
async function notAsWritten(place: string): Promise<UsageError | GuardError> {
  let whole: unknown;
  try {
    whole = JSON.parse(await readFile(place, 'utf8'));
  } catch (cause) {
    return unreadable(place, cause);
  }
  const isPlan = typeof whole === 'object' && whole !== null && 'run_id' in whole && 'digest' in whole;
  return isPlan ? edited(place) : unreadable(place, undefined);
}

function edited(place: string): GuardError {
  return commandError('planEdited', { path: place });
}

function unreadable(place: string, cause: unknown): UsageError {
  const isMissing = ['ENOENT', 'ENOTDIR'].includes(systemCode(cause));
  return isMissing
    ? commandError('planNotFound', { path: place, meant: nearFile(place) }, cause)
    : commandError('planUnreadable', { path: place }, cause);
}
