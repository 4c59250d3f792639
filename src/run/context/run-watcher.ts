import type { CallEvent } from '../../domain/call-event.ts';
import type { ToldEvent } from './events.ts';

/** What a run tells while it works. */
export interface RunWatcher {
  /** A phase began: reading the sheet, reading an account, checking and creating addresses, making the changes. */
  phase(name: 'read' | 'state' | 'plan' | 'address' | 'numbers' | 'files', total: number | null): void;
  progress(done: number): void;
  /** "twilio: paused 12 s by the provider" and the like; null when the wait is over. */
  waiting(text: string | null): void;
  warn(text: string): void;
  /** Something worth knowing that is not a warning: how the sheet was read. */
  note(text: string): void;
  /** A request to a provider has ended; an attempt that is repeated is one of its own. */
  called(call: CallEvent): void;
  /** The same and more as data, for `--events`; absent where nobody reads it. */
  event?(event: ToldEvent): void;
}
