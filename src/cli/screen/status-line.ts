import { wrapAnsi } from 'fast-wrap-ansi';
import { createLogUpdate } from 'log-update';
import type { Io } from '../process/io.ts';
import { columnsOf } from './columns-of.ts';

/** Redrawn at most this often: a terminal over a slow connection must keep up. */
const DRAW_EVERY_MS = 100;

/** The lines at the bottom of a terminal that change in place. Whatever else is written clears them first. */
export interface StatusLine {
  /** Shows a text, wrapped to the terminal's width; asks for it and draws at most ten times a second. */
  draw(text: () => string): void;
  /** Takes the lines off the terminal. */
  clear(): void;
}

/**
 * A status line on stderr. It never switches the wrapping of lines off and leaves the cursor as it is, so the terminal needs no
 * restoring, however the process ends.
 */
export function openStatusLine({ stderr, clock }: Pick<Io, 'stderr' | 'clock'>): StatusLine {
  const update = createLogUpdate(stderr, { showCursor: true });
  let drawnAtMs = Number.NEGATIVE_INFINITY;
  let isShown = false;
  return {
    draw(text) {
      const nowMs = clock.monotonicMs();
      if (isShown && nowMs - drawnAtMs < DRAW_EVERY_MS) return;
      drawnAtMs = nowMs;
      isShown = true;
      // At words: a number that is cut in two by the edge cannot be read aloud or copied.
      update(wrapAnsi(text(), columnsOf(stderr), { hard: true, trim: false }));
    },
    clear() {
      if (!isShown) return;
      isShown = false;
      update.clear();
    },
  };
}
