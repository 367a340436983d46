/**
 * The last hour of one node's figures in steps of ten seconds, average and maximum of each. A flat array, for a farm has
 * thousands of them: a ring of `places` steps, each with the two values of all series side by side, so that a report
 * touches little memory. It grows with the time that the node is known. NaN is a step in which nothing was told.
 */
import { RECENT_STEPS } from './history-steps.ts';

/** A machine of which more is told has the first of the table's. */
const MOST_SERIES = 64;
const FIRST_PLACES = 45;
const SERIES_MORE = 8;
/** The clock of the hub may be set back a little: what is told then counts for the newest step. */
const MOST_STEPS_BACK = 6;

export interface SeriesName {
  readonly metric: string;
  /** Which of several: a card, a mount; null where the node has one. */
  readonly label: string | null;
}

export interface NodeRing {
  /** By slot; the same array until the set of series changes. */
  names: readonly SeriesName[];
  values: Float32Array;
  /** Values told within the newest step, by slot; there is room for so many series. */
  told: Uint32Array;
  places: number;
  /** Steps held, both ends included; -1 while there is none. */
  oldest: number;
  newest: number;
  /** No slot was free in this step: not looked for again within it. */
  fullAt: number;
}

export function createNodeRing(): NodeRing {
  return {
    names: [],
    values: new Float32Array(2 * SERIES_MORE * FIRST_PLACES).fill(Number.NaN),
    told: new Uint32Array(SERIES_MORE),
    places: FIRST_PLACES,
    oldest: -1,
    newest: -1,
    fullAt: -1,
  };
}

/** What comes next is told in this step, or in the newest where the clock was set back by less than a minute. */
export function beginStep(ring: NodeRing, step: number): void {
  if (step === ring.newest) return;
  const isBack = step < ring.newest;
  if (isBack && ring.newest - step <= MOST_STEPS_BACK) return;
  if (ring.newest < 0 || isBack || step - ring.newest >= RECENT_STEPS) restart(ring, step);
  else advance(ring, step);
  ring.told.fill(0);
}

/** The slot of a series, made where it is new; -1 where the node has too many. `guess` is tried first. */
export function slotOf(ring: NodeRing, name: SeriesName, guess: number): number {
  const { metric, label } = name;
  const guessed = ring.names[guess];
  if (guessed !== undefined && guessed.metric === metric && guessed.label === label) return guess;
  const found = ring.names.findIndex((known) => known.label === label && known.metric === metric);
  return found < 0 ? addSeries(ring, { metric, label }) : found;
}

/** One value of the newest step. */
export function tell(ring: NodeRing, slot: number, value: number): void {
  const { values, told } = ring;
  const average = placeOf(ring, slot, ring.newest);
  const before = told[slot] ?? 0;
  told[slot] = before + 1;
  if (before === 0) {
    values[average] = value;
    values[average + 1] = value;
    return;
  }
  const mean = values[average] ?? value;
  values[average] = mean + (value - mean) / (before + 1);
  if (value > (values[average + 1] ?? value)) values[average + 1] = value;
}

export function averageAt(ring: NodeRing, slot: number, step: number): number {
  return ring.values[placeOf(ring, slot, step)] ?? Number.NaN;
}

export function maximumAt(ring: NodeRing, slot: number, step: number): number {
  return ring.values[placeOf(ring, slot, step) + 1] ?? Number.NaN;
}

/** Puts in steps that were told in an earlier time, as a store kept them; what is known already stays. */
export function fill(ring: NodeRing, slot: number, { first, averages, maxima }: FilledSteps): void {
  const begin = Math.max(first, ring.oldest);
  const end = Math.min(first + averages.length - 1, ring.newest);
  for (let step = begin; step <= end; step++) {
    const place = placeOf(ring, slot, step);
    if (!Number.isNaN(ring.values[place])) continue;
    ring.values[place] = averages[step - first] ?? Number.NaN;
    ring.values[place + 1] = maxima[step - first] ?? Number.NaN;
  }
}

export interface FilledSteps {
  readonly first: number;
  readonly averages: Float32Array;
  readonly maxima: Float32Array;
}

/** Makes room for what `fill` brings from `step` on, within the last hour. */
export function reachBack(ring: NodeRing, step: number): void {
  const oldest = Math.max(step, ring.newest - RECENT_STEPS + 1, 0);
  if (ring.newest < 0 || oldest >= ring.oldest) return;
  const needed = ring.newest - oldest + 1;
  if (needed > ring.places) resize(ring, { series: ring.told.length, places: Math.min(RECENT_STEPS, 2 * needed) });
  for (let back = ring.oldest - 1; back >= oldest; back--) clearStep(ring, back);
  ring.oldest = oldest;
}

/** Forgets all that is older than `step`. */
export function dropBefore(ring: NodeRing, step: number): void {
  for (let old = Math.max(0, ring.oldest); old < Math.min(step, ring.newest + 1); old++) clearStep(ring, old);
  ring.oldest = Math.min(Math.max(ring.oldest, step), ring.newest);
}

function placeOf({ told, places }: NodeRing, slot: number, step: number): number {
  return 2 * ((step % places) * told.length + slot);
}

function restart(ring: NodeRing, step: number): void {
  ring.values.fill(Number.NaN);
  ring.oldest = step;
  ring.newest = step;
}

function advance(ring: NodeRing, step: number): void {
  const needed = Math.min(RECENT_STEPS, step - ring.oldest + 1);
  if (needed > ring.places) resize(ring, { series: ring.told.length, places: Math.min(RECENT_STEPS, 2 * needed) });
  for (let passed = ring.newest + 1; passed <= step; passed++) clearStep(ring, passed);
  ring.newest = step;
  ring.oldest = Math.max(ring.oldest, step - ring.places + 1);
}

function clearStep(ring: NodeRing, step: number): void {
  ring.values.fill(Number.NaN, placeOf(ring, 0, step), placeOf(ring, ring.told.length, step));
}

function addSeries(ring: NodeRing, name: SeriesName): number {
  const slot = ring.names.length < MOST_SERIES ? ring.names.length : silentSlot(ring);
  if (slot < 0) return slot;
  if (slot >= ring.told.length) resize(ring, { series: slot + SERIES_MORE, places: ring.places });
  ring.names = slot === ring.names.length ? [...ring.names, name] : ring.names.with(slot, name);
  return slot;
}

/** A series of which nothing was told for an hour leaves its place to another: containers' interfaces come and go. */
function silentSlot(ring: NodeRing): number {
  if (ring.fullAt === ring.newest) return -1;
  const slot = ring.names.findIndex((_, index) => isSilent(ring, index));
  if (slot < 0) ring.fullAt = ring.newest;
  return slot;
}

function isSilent(ring: NodeRing, slot: number): boolean {
  if (ring.newest - ring.oldest + 1 < RECENT_STEPS) return false;
  for (let step = ring.newest; step >= ring.oldest; step--)
    if (!Number.isNaN(averageAt(ring, slot, step))) return false;
  return true;
}

function resize(ring: NodeRing, to: { readonly series: number; readonly places: number }): void {
  const larger = {
    values: new Float32Array(2 * to.series * to.places).fill(Number.NaN),
    told: new Uint32Array(to.series),
    places: to.places,
  };
  larger.told.set(ring.told);
  for (let step = Math.max(0, ring.oldest); step <= ring.newest; step++) {
    const begin = placeOf(ring, 0, step);
    larger.values.set(
      ring.values.subarray(begin, begin + 2 * ring.told.length),
      placeOf({ ...ring, ...larger }, 0, step),
    );
  }
  Object.assign(ring, larger);
}
