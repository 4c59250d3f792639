/** Texts that are kept; a sheet repeats its cities, names, and words far more often than it brings new ones. */
const MOST_TEXTS = 4_000;
/** Longer texts are hardly ever repeated. */
const LONGEST_CHARS = 120;

/** The same pure function of one text, which keeps its answers: a bounded number of them, all forgotten when it is full. */
export function remembered<Value extends NonNullable<unknown> | null>(
  read: (text: string) => Value,
  mostTexts = MOST_TEXTS,
): (text: string) => Value {
  const known = new Map<string, Value>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const value = read(text);
    if (text.length > LONGEST_CHARS) return value;
    if (known.size >= mostTexts) known.clear();
    known.set(text, value);
    return value;
  };
}
