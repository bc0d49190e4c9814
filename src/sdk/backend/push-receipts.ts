// Which pushes of one link its gateway has taken. Asked for by a CONFIRM now and then, so that a link that
// is lost can say how many pushes may be lost with it.

export class PushReceipts {
  #sent = 0;
  #asked = 0;
  #taken = 0;

  /** Pushes of which it is not known whether the gateway took them. */
  get open(): number {
    return this.#sent - this.#taken;
  }

  /** Whether there is something to ask for, and no question open. */
  get isDue(): boolean {
    return this.#sent > this.#asked && this.#asked === this.#taken;
  }

  sent(): void {
    this.#sent++;
  }

  /** A CONFIRM goes out behind everything sent so far. */
  asked(): void {
    this.#asked = this.#sent;
  }

  /** It was answered. */
  taken(): void {
    this.#taken = this.#asked;
  }

  /** It was not answered: it is asked again. */
  unanswered(): void {
    this.#asked = this.#taken;
  }
}
