/** `1 row`, `4,000 rows`: a count with the word that fits it. */
export function many(count: number, one: string, more = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? one : more}`;
}
