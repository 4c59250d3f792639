/** The options and positionals of one command line, after yargs has checked names and kinds. */
export class Arguments {
  readonly #values: Readonly<Record<string, unknown>>;

  constructor(values: Readonly<Record<string, unknown>>) {
    this.#values = values;
  }

  /** Text of an option that takes a value; undefined when it was not given. */
  text(name: string): string | undefined {
    const value = this.#values[name];
    return typeof value === 'string' ? value : undefined;
  }

  /** Texts of an option that may be given several times, in order; none when it was not given. */
  texts(name: string): readonly string[] {
    const value = this.#values[name];
    const all: readonly unknown[] = Array.isArray(value) ? value : [value];
    return all.filter((one) => typeof one === 'string');
  }

  /** Whether a switch was given. */
  flag(name: string): boolean {
    return this.#values[name] === true;
  }
}
