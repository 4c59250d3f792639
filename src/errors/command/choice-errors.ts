import { usage } from './error-kind.ts';

interface OfFile {
  /** The file of choices, as its messages name it. */
  readonly path: string;
}

interface OfLine extends OfFile {
  /** Line of the file of choices, as a spreadsheet numbers it. */
  readonly fileLine: number;
  /** Line of the sheet. */
  readonly row: number;
}

/** A file of choices that cannot be used; nothing was sent then. */
export const CHOICE_ERRORS = {
  choicesUnreadable: usage<OfFile & { column: string }>(
    'CHOICES_UNREADABLE',
    ({ path, column }) => `${path} is not a file of choices: it has no column ${column}.`,
    () => 'Give the choices.csv that a plan, an apply, or a validate --online wrote.',
  ),
  choicesValue: usage<OfFile & { fileLine: number; column: string; value: string; must: string }>(
    'CHOICES_UNREADABLE',
    ({ path, fileLine, column, value, must }) =>
      `Line ${fileLine} of ${path} has ${JSON.stringify(value)} in the column ${column}; it must be ${must}.`,
    () => 'Correct the cell and save the file, then type the same command again.',
  ),
  choicesNone: usage<OfFile>(
    'CHOICES_NONE_TAKEN',
    ({ path }) => `${path} takes no address: its column take is empty in every line.`,
    () =>
      'Put an x into take beside the right address of each row and save the file, then type the same command again.',
  ),
  choicesTwo: usage<OfLine & { otherLine: number }>(
    'CHOICES_TWO_TAKEN',
    ({ path, fileLine, otherLine, row }) =>
      `Lines ${fileLine} and ${otherLine} of ${path} are both taken for row ${row} of the sheet.`,
    ({ row }) => `Leave one x for row ${row} and save the file, then type the same command again.`,
  ),
  choicesRunUnknown: usage<OfFile & { fileLine: number; runId: string }>(
    'CHOICES_RUN_UNKNOWN',
    ({ path, fileLine, runId }) =>
      `Line ${fileLine} of ${path} is from run ${JSON.stringify(runId)}, which the state folder does not have.`,
    () =>
      'Give the state folder of that run with --state DIR, or make a new file of choices: e911 plan SHEET',
  ),
  choiceNotOffered: usage<OfLine & { runId: string }>(
    'CHOICE_NOT_OFFERED',
    ({ path, fileLine, row, runId }) =>
      `Line ${fileLine} of ${path} takes an address that the provider did not offer for row ${row} in run ${runId}.`,
    () =>
      'Leave the other cells of the file as they were written. To use an address of your own, write it into the sheet.',
  ),
  choiceOfOtherRow: usage<OfLine & { offeredFor: string; sheet: string; now: string }>(
    'CHOICES_OTHER_SHEET',
    ({ path, fileLine, row, offeredFor, sheet, now }) =>
      `Line ${fileLine} of ${path} is about ${offeredFor}, but row ${row} of ${sheet} ${now}.`,
    () => 'Give the sheet that the choices were made for, or make a new file of choices: e911 plan SHEET',
  ),
} as const;
