/**
 * Views of how the cost of frames may go, and how alike each makes any two places. A place is a part of the job's
 * frames, -0.5 to 0.5; a cost is told as about the natural logarithm of it over the middle one.
 */
import { rowStart } from './gaussian-process.ts';

/** Standard deviations of what makes the cost go up and down. */
export interface View {
  /** From frame to frame, as the action of a shot does. */
  readonly bumps: number;
  /** Over much of the job, coming back in the end. */
  readonly wander: number;
  /** In a line from the first frame to the last. */
  readonly slope: number;
}

/** No job is so even that nothing may change. */
export const VIEWS: readonly View[] = [0.05, 0.15].flatMap((bumps) =>
  [0.05, 0.3].flatMap((wander) => [0, 0.6].map((slope) => ({ bumps, wander, slope }))),
);

/** Over which part of the job bumps and wandering are forgotten. */
const LENGTHS = { bumps: 0.03, wander: 0.6 } as const;
/** The level itself is known from the frames alone. */
export const LEVEL_VARIANCE = 1;

/** How some places are alike to others, whatever the view: an entry a pair. */
export interface Likeness {
  readonly bumps: Float64Array;
  readonly wander: Float64Array;
  /** The products of the places, for the slope. */
  readonly product: Float64Array;
}

/** A place among others, which count by weights that sum up to 1. */
export interface Weighted {
  readonly place: number;
  readonly weight: number;
}

/** Of all pairs of `places`: the lower triangle, row by row. */
export function likenessAmong(places: readonly number[]): Likeness {
  const likeness = emptyLikeness(rowStart(places.length));
  for (const [i, a] of places.entries())
    for (let j = 0; j <= i; j++) addLikeness(likeness, rowStart(i) + j, { a, b: places[j] as number, weight: 1 });
  return likeness;
}

/** Of each of `places` to all of `others` together. */
export function likenessTo(others: readonly Weighted[], places: readonly number[]): Likeness {
  const likeness = emptyLikeness(places.length);
  for (const [i, a] of places.entries())
    for (const { place, weight } of others) addLikeness(likeness, i, { a, b: place, weight });
  return likeness;
}

/** Of all of `places` together to themselves: one entry. */
export function likenessWithin(places: readonly Weighted[]): Likeness {
  const likeness = emptyLikeness(1);
  for (const { place: a, weight } of places)
    for (const other of places) addLikeness(likeness, 0, { a, b: other.place, weight: weight * other.weight });
  return likeness;
}

export function emptyLikeness(size: number): Likeness {
  return { bumps: new Float64Array(size), wander: new Float64Array(size), product: new Float64Array(size) };
}

/** e^(-distance / length) is the likeness of what wanders and comes back (Ornstein & Uhlenbeck 1930). */
function addLikeness(
  { bumps, wander, product }: Likeness,
  at: number,
  { a, b, weight }: { readonly a: number; readonly b: number; readonly weight: number },
): void {
  const distance = Math.abs(a - b);
  bumps[at] = (bumps[at] as number) + weight * Math.exp(-distance / LENGTHS.bumps);
  wander[at] = (wander[at] as number) + weight * Math.exp(-distance / LENGTHS.wander);
  product[at] = (product[at] as number) + weight * a * b;
}

/** By how much the costs of each pair vary together. */
export function covariancesOf(view: View, { bumps, wander, product }: Likeness): Float64Array {
  const [bump, stray, rise] = [view.bumps ** 2, view.wander ** 2, view.slope ** 2];
  const covariances = new Float64Array(bumps.length);
  for (let i = 0; i < covariances.length; i++)
    covariances[i] =
      LEVEL_VARIANCE + bump * (bumps[i] as number) + stray * (wander[i] as number) + rise * (product[i] as number);
  return covariances;
}
