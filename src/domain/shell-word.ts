/** A word as it is typed into a shell, so that a command that we name can be pasted: quoted where it has to be. */
export function shellWord(text: string): string {
  return /^[\w./:@%+,=\\-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
