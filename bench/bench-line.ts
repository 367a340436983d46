/** One budget: what was measured beside its reference from the same run. The ratio counts, absolute times drift. */
export interface BenchLine {
  readonly what: string;
  readonly measured: string;
  /** What it stands beside, with its own figure from this run. */
  readonly reference: string;
  /** The budget in words, as `<= 0.5 of …`. */
  readonly limit: string;
  readonly within: boolean;
}

/** A budget's file: runs alone, cleans up after itself, at most about 30 s. */
export type Bench = () => Promise<readonly BenchLine[]>;
