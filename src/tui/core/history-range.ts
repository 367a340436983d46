/** How far back graphs look, and by which steps the hub is asked of it. */

export interface HistoryRange {
  /** As a heading says it. */
  readonly words: string;
  readonly seconds: number;
  /** Fine enough for a wide graph, and one that the hub has as it is. */
  readonly stepSeconds: number;
}

const RANGES = {
  '5m': { words: 'last 5 min', seconds: 300, stepSeconds: 10 },
  '30m': { words: 'last 30 min', seconds: 1800, stepSeconds: 10 },
  '2h': { words: 'last 2 h', seconds: 7200, stepSeconds: 60 },
  '24h': { words: 'last 24 h', seconds: 86_400, stepSeconds: 600 },
  '7d': { words: 'last 7 days', seconds: 604_800, stepSeconds: 3600 },
} as const satisfies Record<string, HistoryRange>;

export type HistoryRangeName = keyof typeof RANGES;

export const DEFAULT_RANGE: HistoryRangeName = '30m';

/** Without `--history` the hub knows no more. */
export const UNKEPT_SECONDS = 3600;

const LONGER: Readonly<Record<HistoryRangeName, HistoryRangeName>> = {
  '5m': '30m',
  '30m': '2h',
  '2h': '24h',
  '24h': '7d',
  '7d': '5m',
};

export function rangeOf(name: HistoryRangeName): HistoryRange {
  return RANGES[name];
}

/** The next longer one; after the longest the shortest. */
export function nextRange(name: HistoryRangeName): HistoryRangeName {
  return LONGER[name];
}
