import type { KeptSeries } from '../../core/history/block-codec.ts';
import { type BlockPlace, windowSeconds } from './block-place.ts';
import { layoutSeries } from './layout.ts';
import type { Sqlite } from './sqlite.ts';

/** Sets of series by their numbers: many blocks have the same. */
export interface LayoutTable {
  /** Made where it has none. */
  numberOf(text: string): number;
  /** Throws RangeError where nobody knows it: the file is damaged then. */
  series(number: number): readonly KeptSeries[];
  /** A block or a slab of that window has it. */
  noteUse(number: number, place: BlockPlace): void;
  /** Drops those that nothing since then has. */
  dropBefore(seconds: number): void;
  /** What is remembered may have been taken back. */
  forget(): void;
}

export function createLayoutTable(sqlite: Sqlite): LayoutTable {
  const text = sqlite.prepare('SELECT text FROM layout WHERE id = ?');
  const find = sqlite.prepare('SELECT id FROM layout WHERE text = ?');
  const add = sqlite.prepare('INSERT INTO layout(text) VALUES(?)');
  const use = sqlite.prepare('UPDATE layout SET used = ? WHERE id = ?');
  const drop = sqlite.prepare('DELETE FROM layout WHERE used < ?');
  const known = new Map<number, readonly KeptSeries[]>();
  const numbers = new Map<string, number>();
  const uses = new Map<number, number>();

  function forget(): void {
    for (const memory of [known, numbers, uses]) memory.clear();
  }

  function stored(wanted: string): number | null {
    return (find.get(wanted) as { id: number } | undefined)?.id ?? null;
  }

  return {
    numberOf(wanted) {
      let number = numbers.get(wanted) ?? stored(wanted);
      if (number === null) {
        add.run(wanted);
        number = stored(wanted) ?? 0;
      }
      numbers.set(wanted, number);
      return number;
    },
    series(number) {
      let series = known.get(number);
      if (series === undefined) {
        const row = text.get(number) as { text: string } | undefined;
        if (row === undefined) throw new RangeError('a block has series that nobody knows');
        series = layoutSeries(row.text);
        known.set(number, series);
      }
      return series;
    },
    noteUse(number, { tier, window }) {
      const end = (window + 1) * windowSeconds(tier);
      if ((uses.get(number) ?? 0) >= end) return;
      use.run(end, number);
      uses.set(number, end);
    },
    dropBefore(seconds) {
      drop.run(seconds);
      forget();
    },
    forget,
  };
}
