/** More than these are not remembered: a directory may be full of them. */
const MOST_NAMES = 1000;

/** The temporary names of one directory: one that vanishes just before a frame turns up was that frame's. */
export class TemporaryNames {
  readonly #names = new Set<string>();
  #vanished: string | null = null;

  /** The system told of a temporary name; `appeared`: it was made, moved or removed. */
  note(name: string, appeared: boolean): void {
    if (appeared && this.#names.delete(name)) this.#vanished = name;
    else this.remember(name);
  }

  remember(name: string): void {
    if (this.#names.size < MOST_NAMES) this.#names.add(name);
  }

  /** The one that the event before told to be gone. */
  takeVanished(): string | null {
    const vanished = this.#vanished;
    this.#vanished = null;
    return vanished;
  }
}
