/** Which numbered frames were seen. They may overtake each other, and come twice while one socket follows another. */
export class Sequence {
  private readonly ahead = new Set<number>();

  /** `last`: every frame up to this one was seen or is not needed; null before the server said where it stands. */
  constructor(public last: number | null = null) {}

  /** True for a frame that is new. */
  take(seq: number): boolean {
    if (this.last === null) return true;
    if (seq <= this.last || this.ahead.has(seq)) return false;
    this.ahead.add(seq);
    while (this.ahead.delete(this.last + 1)) this.last += 1;
    return true;
  }

  /** Whether one is missing that a later one has overtaken. */
  get hasGap(): boolean {
    return this.ahead.size > 0;
  }

  /**
   * What the server answers to a hello that `said` the last number seen: nothing up to `seq` is needed any more. Another
   * socket may have brought later ones in the meantime. A number lower than what was said is of a server that was
   * restored from a backup, and counts from there.
   */
  settle(said: number | null, seq: number): void {
    if (this.last === null || said === null || seq < said) {
      this.last = seq;
      this.ahead.clear();
      return;
    }
    this.last = Math.max(this.last, seq);
    for (const each of [...this.ahead]) if (each <= this.last) this.ahead.delete(each);
    while (this.ahead.delete(this.last + 1)) this.last += 1;
  }
}
