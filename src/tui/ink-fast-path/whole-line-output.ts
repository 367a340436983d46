/**
 * Ink's last step, for frames made of whole lines: it would take each line apart into cells and put it together again,
 * for every line at every frame. Where each line was written once, from the first column and unclipped, that changes
 * nothing but the time; any other frame goes through Ink's own.
 */

/** What Ink's renderer writes into and reads from (`ink/build/output.js`). */
export interface InkOutput {
  write(x: number, y: number, text: string, options: WriteOptions): void;
  clip(clip: unknown): void;
  unclip(): void;
  get(): { readonly output: string; readonly height: number };
}
export interface WriteOptions {
  readonly transformers: readonly ((line: string, index: number) => string)[];
}
export type InkOutputClass = new (size: { readonly width: number; readonly height: number }) => InkOutput;

type Operation = (into: InkOutput) => void;

/** A drop-in for Ink's Output that needs `Stock` only for frames that are not made of whole lines. */
export function wholeLineOutput(Stock: InkOutputClass): InkOutputClass {
  return class implements InkOutput {
    readonly #size: { readonly width: number; readonly height: number };
    readonly #lines: (string | undefined)[] = [];
    readonly #operations: Operation[] = [];
    #whole = true;

    constructor(size: { readonly width: number; readonly height: number }) {
      this.#size = size;
    }

    write(x: number, y: number, text: string, options: WriteOptions): void {
      if (!text) return;
      this.#operations.push((into) => into.write(x, y, text, options));
      if (!this.#whole) return;
      if (x !== 0) {
        this.#whole = false;
        return;
      }
      const lines = text.includes('\n') ? text.split('\n') : [text];
      for (const [index, line] of lines.entries()) {
        if (this.#lines[y + index] !== undefined) this.#whole = false;
        let written = line;
        for (const transform of options.transformers) written = transform(written, index);
        this.#lines[y + index] = written;
      }
    }

    clip(clip: unknown): void {
      this.#whole = false;
      this.#operations.push((into) => into.clip(clip));
    }

    unclip(): void {
      this.#operations.push((into) => into.unclip());
    }

    get(): { readonly output: string; readonly height: number } {
      const { height } = this.#size;
      if (this.#whole) {
        const lines = Array.from({ length: height }, (_, y) => this.#lines[y] ?? '');
        return { output: lines.join('\n'), height };
      }
      const stock = new Stock(this.#size);
      for (const operation of this.#operations) operation(stock);
      return stock.get();
    }
  };
}
