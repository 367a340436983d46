/** For tests and benchmarks: a real terminal emulator without a window, and its screen as comparable text. */
import { Terminal } from '@xterm/headless';

export interface EmulatedTerminal {
  write(bytes: string): Promise<void>;
  resize(columns: number, rows: number): void;
  /** One string a row: each cell as its character and, where not plain, its look. */
  cells(): string[];
  /** The rows as plain text, without trailing blanks. */
  text(): string[];
}

export function createEmulatedTerminal(columns: number, rows: number): EmulatedTerminal {
  const terminal = new Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 100 });
  const lines = () => {
    const buffer = terminal.buffer.active;
    return Array.from({ length: terminal.rows }, (_, y) => buffer.getLine(buffer.viewportY + y));
  };
  return {
    write: (bytes) => new Promise((resolve) => terminal.write(bytes, resolve)),
    resize: (nextColumns, nextRows) => terminal.resize(nextColumns, nextRows),
    cells: () =>
      lines().map((line) => Array.from({ length: terminal.cols }, (_, x) => describe(line?.getCell(x))).join('')),
    text: () => lines().map((line) => (line?.translateToString(true) ?? '').trimEnd()),
  };
}

type Cell = NonNullable<ReturnType<NonNullable<ReturnType<Terminal['buffer']['active']['getLine']>>['getCell']>>;

function describe(cell: Cell | undefined): string {
  if (!cell || cell.getWidth() === 0) return '';
  const char = cell.getChars() || ' ';
  const inverse = cell.isInverse() !== 0;
  // A full block hides what lies under it.
  const isCovered = char === '█' && !inverse && !cell.isInvisible();
  const background = cell.isBgDefault() || isCovered ? '' : `bg${cell.getBgColorMode()}:${cell.getBgColor()}`;
  const lines = `${cell.isUnderline() ? 'u' : ''}${cell.isStrikethrough() ? 's' : ''}${inverse ? 'r' : ''}`;
  const foreground = cell.isFgDefault() ? '' : `fg${cell.getFgColorMode()}:${cell.getFgColor()}`;
  const weight = `${cell.isBold() ? 'b' : ''}${cell.isDim() ? 'd' : ''}`;
  // A blank shows neither weight nor slant, and its foreground only where there is a line or it is inverse.
  const look =
    char === ' '
      ? `${lines}${background}${lines === '' ? '' : foreground + weight}`
      : `${lines}${background}${foreground}${weight}${cell.isItalic() ? 'i' : ''}${cell.isInvisible() ? 'h' : ''}`;
  return look === '' ? char : `${char}<${look}>`;
}
