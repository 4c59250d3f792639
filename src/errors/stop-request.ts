/** The two signals that ask a run to end. */
export type StopSignal = 'SIGINT' | 'SIGTERM';

/** Reason of an abort signal that the user or the system asked for, and with which signal. */
export class StopRequest extends Error {
  readonly signal: StopSignal;

  constructor(signal: StopSignal) {
    super(`stopped by ${signal}`);
    this.name = 'StopRequest';
    this.signal = signal;
  }
}
