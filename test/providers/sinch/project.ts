import type { Clock } from '../../../src/domain/clock.ts';
import type { HttpRequest } from '../../../src/http/transport.ts';
import type { ProviderAccount } from '../../../src/providers/contract.ts';
import { sinch } from '../../../src/providers/sinch/index.ts';
import { createSinchStandIn, type SinchStandInOptions } from '../../../src/sandbox/sinch/index.ts';
import { type Answerer, connect } from '../../contract/socketless.ts';

/** The adapter on a stand-in of its own without sockets, both at a time that the test sets. */
export function openProject(
  options: SinchStandInOptions = {},
  more: { readonly override?: Answerer; readonly settings?: Readonly<Record<string, string>> } = {},
) {
  const standIn = createSinchStandIn(options);
  const { transport, sent, time } = connect(standIn, more.override);
  const {
    SINCH_PROJECT_ID: project_id,
    SINCH_KEY_ID: key_id,
    SINCH_KEY_SECRET: key_secret,
  } = standIn.environment;
  const clock: Clock = {
    wallMs: () => time.nowMs,
    monotonicMs: () => time.nowMs,
    sleep: async (ms) => {
      time.nowMs += ms;
    },
  };
  const settings = sinch.settings.parse({ project_id, key_id, key_secret, ...more.settings });
  const account: ProviderAccount = sinch.create(settings, transport, { clock });
  /** The requests of one operation. */
  const of = (operation: string): HttpRequest[] => sent.filter((request) => request.operation === operation);
  const turn = (changes: unknown): void => standIn.controls?.setSwitches(changes);
  return { account, standIn, sent, of, time, turn };
}

/** The number that the fresh project covers, and one without address. */
export const COVERED = '+14045550100';
export const FREE = '+14045550101';
export const CANADIAN = '+14165550100';
