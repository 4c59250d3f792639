import { durationText } from './duration-text.ts';

/** For a question beside a command's work, or a check that is all of it: waiting minutes for it would look like a hang. */
export const BRIEF_PAUSE_MS = 60_000;

/** `2026-11-27 18:05:10 UTC`: the end of a pause of `pauseMs` that begins at `wallMs`. */
export function pauseEnd(pauseMs: number, wallMs: number): string {
  return `${new Date(wallMs + pauseMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** What a pause that is waited for looks like on the screen. */
export function pauseText(account: string, pauseMs: number, wallMs: number): string {
  const seconds = Math.ceil(pauseMs / 1_000);
  return `${account}: paused by the provider until ${pauseEnd(pauseMs, wallMs)} (${durationText(seconds)})`;
}
