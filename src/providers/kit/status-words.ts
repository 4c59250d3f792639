/** Words with which carriers say that something is accepted and not finished, whatever follows them. */
const PENDING =
  /^(?:pending|processing|in-?progress|received|accepted|queued|submitted|scheduled|waiting|activating|registering|provisioning)\b/;

/** A status as it is compared: a carrier's `Pending Activation`, `PENDING_ACTIVATION` and `pending-activation` are one. */
export function statusWord(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, '-');
}

/** Whether a status that no document lists says itself that the change is not finished. */
export function saysPending(text: string): boolean {
  return PENDING.test(statusWord(text));
}

/**
 * A switch: true and false as the carrier's words (or XML) have them, null when it shows none, and the text itself for any
 * other word: what it means for emergency calls is not known.
 */
export function readSwitch(
  text: string,
  words: { readonly on: readonly string[]; readonly off: readonly string[] },
): boolean | null | { readonly word: string } {
  const word = statusWord(text);
  if (word === '') return null;
  if (words.on.includes(word)) return true;
  return words.off.includes(word) ? false : { word: text.trim() };
}
