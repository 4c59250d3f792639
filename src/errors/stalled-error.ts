import { AppError } from './app-error.ts';

/** Nothing is left to wait for, and the command has not ended: a promise was left behind. An internal error that still writes the files. */
export class StalledError extends AppError {
  constructor() {
    super(
      'Internal error: nothing is left to wait for, and the command has not ended (this is a bug; please report it with the run ID).',
      {
        code: 'STALLED',
        hint: 'Nothing is lost: the journal of the run is in the state folder, and run.log in the folder of the run has its calls. e911 runs shows the run ID, and e911 resume continues the run.',
      },
    );
  }
}
