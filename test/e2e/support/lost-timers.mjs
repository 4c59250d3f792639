import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';

/* Loaded in front of the command: every sleep of it is lost, so that it waits for what never comes and holds nothing. */
timers.setTimeout = () => new Promise(() => undefined);
syncBuiltinESMExports();
