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

  /** The command that was typed: `plan`. Empty when there is none. */
  command(): string {
    const words = this.#values['_'];
    return Array.isArray(words) ? String(words[0] ?? '') : '';
  }

  /** Options that were given more than once, with how often. */
  repeated(): readonly (readonly [name: string, count: number])[] {
    return Object.entries(this.#values).flatMap(([name, value]) =>
      name !== '_' && Array.isArray(value) && value.length > 1 ? [[name, value.length] as const] : [],
    );
  }

  /** Options and arguments whose value is an empty text. */
  empty(): readonly string[] {
    return Object.keys(this.#values).filter((name) => this.#values[name] === '');
  }

  /** Whether a switch was given. */
  flag(name: string): boolean {
    return this.#values[name] === true;
  }
}
