import type { z } from 'zod';

/** Ways to prove an account: the settings of each, the preferred one first. */
export type Logins = readonly (readonly string[])[];

/**
 * Refines a settings schema: one way to log in must be complete, and none may be begun and left incomplete.
 * @returns what zod's `superRefine` takes; a problem names the setting that is missing
 */
export function requireLogin(logins: Logins) {
  return (settings: Readonly<Record<string, unknown>>, context: z.RefinementCtx): void => {
    const isGiven = (name: string): boolean => settings[name] !== undefined;
    const missing = (name: string, message: string): void => {
      context.addIssue({ code: 'custom', path: [name], message, params: { isMissing: true } });
    };
    // Also beside a complete one: which of the two was meant is not known.
    const begun = logins.find((names) => names.some(isGiven) && !names.every(isGiven));
    const absent = begun?.find((name) => !isGiven(name));
    if (begun !== undefined && absent !== undefined) {
      missing(absent, `is missing beside ${begun.filter(isGiven).join(' and ')}`);
      return;
    }
    if (logins.some((names) => names.every(isGiven))) return;
    const ways = logins.map((names) => names.join(' and ')).join(', or ');
    missing(logins[0]?.[0] ?? '', `is missing: give ${ways}`);
  };
}
