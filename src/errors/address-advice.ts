/**
 * What helps when a carrier does not know an address. Emergency addresses are checked against the MSAG, the street guide of
 * the county's 911 authority. It differs from the postal database, so what a postal service says decides nothing.
 * Source: NENA 02-011, Data Standards for Local Exchange Carriers.
 */
export function addressAdvice(carrier = 'the provider'): string {
  return [
    `Correct the row to ${carrier}'s suggestion if there is one, or try the address without its unit.`,
    `The street guide (MSAG) of the county's 911 authority decides, not the postal database:`,
    `if the address is right, ask ${carrier}'s emergency team to look it up there.`,
  ].join(' ');
}

/** What to do where a carrier offers several addresses for the one that it does not know. */
export function choiceAdvice(): string {
  return 'choices.csv lists the addresses that the provider offers instead: put an x into take beside the right one, then run the sheet again with --choices. If none is right, correct the row.';
}
