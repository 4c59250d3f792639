import { hostname } from 'node:os';
import { createApi } from './api/create-api.ts';
import { loginName } from './cli/process/login-name.ts';
import { systemClock } from './cli/process/system-clock.ts';

export type * from './api/types/index.ts';

/** What a program gets from this package; `api/types/index.ts` says what each function does. */
export const { openWorkspace, validate, plan, apply, verify, resume, undo, migrate, exportNumbers } =
  createApi({
    clock: systemClock,
    random: Math.random,
    environment: process.env,
    cwd: process.cwd(),
    operator: loginName(),
    host: hostname(),
    pid: process.pid,
  });
