/** The lengths of time by which history goes; all are whole parts of each other and begin at whole multiples of Unix time. */

/** The finest step. A moment's place is the count of such steps since 1970. */
export const STEP_SECONDS = 10;
/** What is known of each node in memory, kept or not: the last hour. */
export const RECENT_STEPS = 360;

export interface Tier {
  readonly stepSeconds: number;
  /** So many steps are one block of one node on disk. */
  readonly blockSteps: number;
}

/** From the finest to the coarsest; each one's block is a whole number of the finer one's blocks. */
export const TIERS: readonly Tier[] = [
  { stepSeconds: 10, blockSteps: 60 },
  { stepSeconds: 60, blockSteps: 120 },
  { stepSeconds: 600, blockSteps: 144 },
  { stepSeconds: 7_200, blockSteps: 84 },
];

/** Steps that people read easily, for who asks for none. */
const EVEN_STEPS = [10, 20, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600, 7_200];
const COARSEST_SECONDS = 7_200;

export function stepOf(wallMillis: number): number {
  return Math.floor(wallMillis / (1000 * STEP_SECONDS));
}

/** The smallest even step by which `seconds` are at most `values` values. */
export function evenStep(seconds: number, values: number): number {
  const least = seconds / values;
  return EVEN_STEPS.find((step) => step >= least) ?? Math.ceil(least / COARSEST_SECONDS) * COARSEST_SECONDS;
}

/** The coarsest tier that has steps as fine as that. */
export function tierFor(stepSeconds: number): number {
  return Math.max(
    0,
    TIERS.findLastIndex((tier) => tier.stepSeconds <= stepSeconds),
  );
}

/** The next step that `tier` can give: a whole multiple of its own. */
export function roundedUp(stepSeconds: number, tier: number): number {
  const own = TIERS[tier]?.stepSeconds ?? STEP_SECONDS;
  return Math.max(1, Math.ceil(stepSeconds / own)) * own;
}
