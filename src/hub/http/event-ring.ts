/** The latest events, kept for readers that come back: bounded in number and in bytes. */

export interface EventRing {
  /** Number of the latest event; 0 before the first. */
  readonly latest: number;
  add(event: (number: number) => Buffer): Buffer;
  /** All events after `number`, oldest first; null when some of them are no longer kept, or never were. */
  after(number: number): readonly Buffer[] | null;
}

export function createEventRing(mostEvents: number, mostBytes: number): EventRing {
  let kept: Buffer[] = [];
  let latest = 0;
  let bytes = 0;
  return {
    get latest() {
      return latest;
    },
    add(event) {
      const text = event(++latest);
      kept.push(text);
      bytes += text.length;
      let dropped = 0;
      while (kept.length - dropped > mostEvents || (bytes > mostBytes && dropped < kept.length))
        bytes -= (kept[dropped++] as Buffer).length;
      if (dropped > 0) kept = kept.slice(dropped);
      return text;
    },
    after(number) {
      const missed = latest - number;
      return missed < 0 || missed > kept.length ? null : kept.slice(kept.length - missed);
    },
  };
}
