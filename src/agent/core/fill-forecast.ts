/**
 * When will a file system be full? By the slope of its free room over the last hours, taken as the median of the slopes
 * between each two looks (Theil-Sen, 1968): the frames of a render come in bursts, and a burst or a pause moves it little.
 */
import type { Millis } from '../../shared/clock.ts';

/** What a file system has, and what may still be written to it. */
export interface Room {
  readonly totalBytes: number;
  readonly freeBytes: number;
}

/** One file system's. */
export interface FillForecast {
  /**
   * Takes a look, `now` of the monotonic clock, and tells the seconds until it is full: null while it does not fill,
   * while too little of it was seen, and for what is so far away that nobody can know.
   */
  observe(room: Room, now: Millis): number | null;
}

/** One look of each span is kept, for so many spans: four hours. */
const SPAN: Millis = 180_000;
const MOST_LOOKS = 80;
/** Less does not tell a slope from a burst. */
const FEWEST_LOOKS = 8;
/** So much more of the pairs must fall than rise (Kendall's tau): what goes up and down does not fill. */
const FALLING = 0.5;
/** Room that comes back at once: somebody cleaned up, and what was before says nothing of what is to come. */
const CLEANED_SHARE = 0.01;
const FARTHEST_SECONDS = 90 * 86_400;

export function createFillForecast(): FillForecast {
  const looks = createLooks();
  let totalBytes = 0;
  let lastFree = 0;
  let bytesAMilli: number | null = null;

  function startAnew(): void {
    looks.clear();
    bytesAMilli = null;
  }

  return {
    observe(room, now) {
      const rise = room.freeBytes - lastFree;
      if (room.totalBytes !== totalBytes || isCleaning(rise, looks.filled(lastFree))) startAnew();
      totalBytes = room.totalBytes;
      lastFree = room.freeBytes;
      if (looks.add(room.freeBytes, now)) bytesAMilli = fillingOf(looks.slopes());
      if (bytesAMilli === null) return null;
      const seconds = Math.round(room.freeBytes / bytesAMilli / 1000);
      return seconds <= FARTHEST_SECONDS ? seconds : null;
    },
  };

  /** A hundredth of the whole, or half of all that was seen to be filled if that is a trend and no to and fro. */
  function isCleaning(rise: number, filled: number): boolean {
    if (rise <= 0) return false;
    return rise >= totalBytes * CLEANED_SHARE || (bytesAMilli !== null && rise >= filled / 2);
  }
}

/** Bytes a millisecond that are filled by these slopes of free room; null where they are too few or no trend. */
function fillingOf(slopes: Float64Array): number | null {
  if (slopes.length < (FEWEST_LOOKS * (FEWEST_LOOKS - 1)) / 2) return null;
  let trend = 0;
  for (const slope of slopes) trend -= Math.sign(slope);
  if (trend < slopes.length * FALLING) return null;
  const middle = slopes.sort()[slopes.length >> 1] ?? 0;
  return middle < 0 ? -middle : null;
}

/** The last looks that are kept, the oldest first. */
function createLooks() {
  const times: Millis[] = [];
  const frees: number[] = [];
  return {
    /** False when a look of the same span is kept already. */
    add(freeBytes: number, now: Millis): boolean {
      const last = times.at(-1);
      if (last !== undefined && now - last < SPAN) return false;
      times.push(now);
      frees.push(freeBytes);
      // After a pause, as of a share that was away, what is left may be old.
      while (times.length > MOST_LOOKS || now - (times[0] ?? now) > SPAN * MOST_LOOKS) {
        times.shift();
        frees.shift();
      }
      return true;
    },
    clear(): void {
      times.length = 0;
      frees.length = 0;
    },
    /** Bytes that were filled between the oldest look and one with so much free. */
    filled: (freeBytes: number): number => (frees[0] ?? freeBytes) - freeBytes,
    /** Between each two looks, bytes a millisecond. */
    slopes(): Float64Array {
      const slopes = new Float64Array((times.length * (times.length - 1)) / 2);
      let count = 0;
      for (let later = 1; later < times.length; later++)
        for (let earlier = 0; earlier < later; earlier++)
          slopes[count++] =
            ((frees[later] ?? 0) - (frees[earlier] ?? 0)) / ((times[later] ?? 0) - (times[earlier] ?? 0));
      return slopes;
    },
  };
}
