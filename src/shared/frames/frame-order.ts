/** The frames of notations one after the other, in the order in which they are to be rendered. */
import { frameOfTicks } from './frame-number.ts';

import { type FramePart, partHas, ticksInOrder } from './frame-part.ts';

/**
 * Each frame once, where it is named first: `10-1x3` is 10, 7, 4, 1. Told one by one, so that ten millions of them
 * take no memory; only a staggered part (`1-10:5`) keeps a bit for each of its frames.
 */
export function* framesInOrder(parts: Iterable<FramePart>): Generator<number, void> {
  const earlier: FramePart[] = [];
  const singles = new Set<number>();
  for (const part of parts) {
    for (const ticks of ticksInOrder(part)) {
      if (!singles.has(ticks) && !earlier.some((known) => partHas(known, ticks))) yield frameOfTicks(ticks);
    }
    // `5-5y2` is no frame, not one.
    if (part.start === part.end && part.kind !== 'between') singles.add(part.start);
    else earlier.push(part);
  }
}
