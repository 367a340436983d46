/**
 * The one way to the terminal's screen: whole frames in, one small write out. Knows what the terminal shows, sends the
 * difference, and while the line is slow keeps only the newest frame.
 */
import { blankRow, type CellRow, clearFrom, createLineParser } from './cell-row.ts';
import { createStyleTable, PLAIN } from './cell-style.ts';
import { type Pen, writeRowDiff } from './row-diff.ts';

/** Where bytes go. `write` tells whether they are on their way; if not, `drained` runs once when they are. */
export interface ByteSink {
  write(text: string): boolean;
  onceDrained(task: () => void): void;
}

export interface ScreenSize {
  readonly columns: number;
  readonly rows: number;
}

export interface ScreenWriter {
  /** Shows the frame: lines with SGR sequences, each beginning in the default style. */
  show(frame: string): void;
  /** The terminal may show anything: the next frame clears it and is drawn whole. */
  invalidate(): void;
  resize(size: ScreenSize): void;
  /** Nothing is written any more. */
  close(): void;
}

const BEGIN_SYNCHRONISED = '\x1b[?2026h';
const END_SYNCHRONISED = '\x1b[?2026l';
const CLEAR_SCREEN = '\x1b[m\x1b[H\x1b[2J';
const RESET_STYLE = '\x1b[m';

export function createScreenWriter(initial: ScreenSize, sink: ByteSink): ScreenWriter {
  const picture = createPicture(initial);
  /** The newest frame that came while the line was full. */
  let waiting: string | null = null;
  let blocked = false;
  let closed = false;

  function draw(frame: string): void {
    const bytes = picture.turnInto(frame);
    if (bytes === '') return;
    blocked = !sink.write(`${BEGIN_SYNCHRONISED}${bytes}${END_SYNCHRONISED}`);
    if (blocked) sink.onceDrained(resume);
  }

  function resume(): void {
    blocked = false;
    const frame = waiting;
    waiting = null;
    if (frame !== null && !closed) draw(frame);
  }

  return {
    show(frame) {
      if (closed) return;
      if (blocked) waiting = frame;
      else draw(frame);
    },
    invalidate: picture.forget,
    resize: picture.resize,
    close() {
      closed = true;
      waiting = null;
    },
  };
}

/** What the terminal shows, as far as it is known. */
interface Picture {
  /** The bytes that turn it into the frame; empty when it is that already. */
  turnInto(frame: string): string;
  forget(): void;
  resize(size: ScreenSize): void;
}

function createPicture(initial: ScreenSize): Picture {
  const styles = createStyleTable();
  const parser = createLineParser(styles);
  const pen: Pen = { styles, row: -1, column: -1, style: PLAIN, out: '' };
  let size = initial;
  let shown: Shown | null = null;
  let scratch = blankRow(size.columns);

  function startAnew(): Shown {
    pen.out = CLEAR_SCREEN;
    [pen.row, pen.column, pen.style] = [0, 0, PLAIN];
    return {
      lines: new Array<string>(size.rows).fill(''),
      cells: Array.from({ length: size.rows }, () => blankRow(size.columns)),
    };
  }

  return {
    turnInto(frame) {
      pen.out = '';
      shown ??= startAnew();
      const lines = frame.split('\n');
      for (let y = 0; y < size.rows; y++) {
        const line = lines[y] ?? '';
        if (line === shown.lines[y]) continue;
        const old = shown.cells[y] ?? blankRow(size.columns);
        clearFrom(scratch, parser.parse(line, scratch, 0, size.columns));
        writeRowDiff(pen, { y, shown: old, next: scratch });
        shown.cells[y] = scratch;
        shown.lines[y] = line;
        scratch = old;
      }
      // A stray write, or a terminal that fills new space in the current colours, must find the default style.
      const reset = pen.style === PLAIN ? '' : RESET_STYLE;
      pen.style = PLAIN;
      return pen.out + reset;
    },
    forget() {
      shown = null;
    },
    resize(next) {
      size = next;
      shown = null;
      scratch = blankRow(size.columns);
    },
  };
}

interface Shown {
  readonly lines: string[];
  readonly cells: CellRow[];
}
