import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellWidth } from '../../shared/text-cells.ts';
import { createEmulatedTerminal } from '../testing/emulated-terminal.ts';
import { type ByteSink, createScreenWriter } from './screen-writer.ts';

function recordingSink(): ByteSink & { written: string[]; open: boolean; drain(): void } {
  const drains: (() => void)[] = [];
  return {
    written: [],
    open: true,
    write(text) {
      this.written.push(text);
      return this.open;
    },
    onceDrained: (task) => drains.push(task),
    drain() {
      for (const task of drains.splice(0)) task();
    },
  };
}

const glyph = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...'abcXYZ0189-·█▏▁●│╭ ') },
  { weight: 4, arbitrary: fc.constant(' ') },
  { weight: 2, arbitrary: fc.constantFrom('漢', '字', 'あ', '한', 'Ａ') },
  { weight: 1, arbitrary: fc.constantFrom('e\u0301', 'ñ', 'n\u0303') },
);
const sgr = fc.constantFrom('0', '1', '2', '3', '4', '7', '9', '22', '27', '31', '39', '41', '49', '1;32', '90', '107');
const colour = fc
  .tuple(fc.constantFrom(38, 48), fc.nat(255), fc.boolean())
  .map(([ground, value, indexed]) => (indexed ? `${ground};5;${value}` : `${ground};2;${value};${255 - value};7`));
const piece = fc.tuple(fc.option(fc.oneof(sgr, colour), { nil: null }), fc.array(glyph, { maxLength: 9 }));
const COLUMNS = 23;
const ROWS = 5;
/** At most as wide as the screen: what a terminal makes of a longer line is its own affair. */
const line = fc.array(piece, { maxLength: 6 }).map((pieces) => {
  let room = COLUMNS;
  let text = '';
  for (const [style, glyphs] of pieces) {
    if (style !== null) text += `\x1b[${style}m`;
    for (const char of glyphs) {
      if (cellWidth(char) > room) break;
      room -= cellWidth(char);
      text += char;
    }
  }
  return text;
});
const frame = fc.array(line, { minLength: ROWS, maxLength: ROWS });

/** The frame drawn whole by the emulator itself: what must be on the screen. */
async function drawnWhole(lines: readonly string[]): Promise<string[]> {
  const terminal = createEmulatedTerminal(COLUMNS, ROWS);
  await terminal.write('\x1b[?7l');
  await terminal.write(lines.map((text, y) => `\x1b[${y + 1};1H\x1b[m${text}`).join(''));
  return terminal.cells();
}

describe('createScreenWriter', () => {
  it.each(['\x1b[?7l', '\x1b[?7h'])('shows each frame as it is when frames follow at random (%j)', async (autowrap) => {
    await fc.assert(
      fc.asyncProperty(fc.array(frame, { minLength: 1, maxLength: 5 }), async (frames) => {
        const sink = recordingSink();
        const writer = createScreenWriter({ columns: COLUMNS, rows: ROWS }, sink);
        const terminal = createEmulatedTerminal(COLUMNS, ROWS);
        await terminal.write(`${autowrap}left over from before`);
        for (const lines of frames) {
          writer.show(lines.join('\n'));
          await terminal.write(sink.written.splice(0).join(''));
          expect(terminal.cells()).toEqual(await drawnWhole(lines));
        }
      }),
      { numRuns: 120 },
    );
  });

  it('writes once a frame, in one synchronised update, and nothing when nothing changed', () => {
    const sink = recordingSink();
    const writer = createScreenWriter({ columns: 20, rows: 3 }, sink);
    writer.show('one\ntwo\nthree');
    expect(sink.written).toHaveLength(1);
    expect(sink.written[0]).toMatch(/^\x1b\[\?2026h.*\x1b\[\?2026l$/s);
    writer.show('one\ntwo\nthree');
    writer.show('one   \n\x1b[mtwo\nthree');
    expect(sink.written).toHaveLength(1);
  });

  it('sends only the cell when one cell changes', () => {
    const sink = recordingSink();
    const writer = createScreenWriter({ columns: 80, rows: 24 }, sink);
    writer.show(`${'x'.repeat(80)}\n`.repeat(24).trimEnd());
    writer.show(`${`${'x'.repeat(80)}\n`.repeat(23)}${'x'.repeat(40)}y${'x'.repeat(39)}`);
    expect(sink.written[1]).toBe('\x1b[?2026h\r\x1b[40Cy\x1b[?2026l');
  });

  it('leaves a full block as it is when only what lies under it changes', () => {
    const sink = recordingSink();
    const writer = createScreenWriter({ columns: 10, rows: 1 }, sink);
    writer.show('a\x1b[32m████\x1b[mb');
    writer.show('\x1b[44ma\x1b[32m████\x1b[mb');
    expect(sink.written[1]).toBe('\x1b[?2026h\r\x1b[44ma\x1b[m\x1b[?2026l');
    writer.show('\x1b[44ma\x1b[7;32m████\x1b[mb');
    expect(sink.written[2]).toContain('████');
  });

  it('shows only the newest frame when the line was slow', async () => {
    const sink = recordingSink();
    const writer = createScreenWriter({ columns: 10, rows: 2 }, sink);
    sink.open = false;
    writer.show('first');
    writer.show('second');
    writer.show('third');
    expect(sink.written).toHaveLength(1);
    sink.drain();
    expect(sink.written).toHaveLength(2);
    const terminal = createEmulatedTerminal(10, 2);
    await terminal.write(sink.written.join(''));
    expect(terminal.text()).toEqual(['third', '']);
    sink.drain();
    expect(sink.written).toHaveLength(2);
  });

  it('clears and draws the whole screen when it was told that the terminal shows something else', async () => {
    const sink = recordingSink();
    const writer = createScreenWriter({ columns: 10, rows: 2 }, sink);
    const terminal = createEmulatedTerminal(10, 2);
    writer.show('same\nlines');
    await terminal.write(`${sink.written.splice(0).join('')}\x1b[2J\x1b[Hgarbage`);
    writer.invalidate();
    writer.show('same\nlines');
    await terminal.write(sink.written.splice(0).join(''));
    expect(terminal.text()).toEqual(['same', 'lines']);
  });

  it('draws within the new size when the terminal was resized', async () => {
    const sink = recordingSink();
    const writer = createScreenWriter({ columns: 10, rows: 2 }, sink);
    const terminal = createEmulatedTerminal(10, 2);
    writer.show('0123456789\nabcdefghij');
    terminal.resize(6, 3);
    writer.resize({ columns: 6, rows: 3 });
    writer.show('012345\nabcdef\nnew');
    await terminal.write(sink.written.join(''));
    expect(terminal.text()).toEqual(['012345', 'abcdef', 'new']);
  });

  it('drops sequences other than SGR when a frame holds them', async () => {
    const sink = recordingSink();
    const writer = createScreenWriter({ columns: 12, rows: 1 }, sink);
    writer.show('a\x1b]0;title\x07b\x1b[2Jc\x1b[5;5Hd\x07e\x9bf');
    const terminal = createEmulatedTerminal(12, 1);
    await terminal.write(sink.written.join(''));
    expect(sink.written.join('')).not.toContain('title');
    expect(terminal.text()).toEqual(['abcdef']);
  });

  it('writes nothing more when it was closed', () => {
    const sink = recordingSink();
    const writer = createScreenWriter({ columns: 10, rows: 2 }, sink);
    writer.close();
    writer.show('late');
    expect(sink.written).toEqual([]);
  });
});
