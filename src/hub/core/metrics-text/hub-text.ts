/** The hub's figures of itself. */
import { type Family, type FamilyTexts, familyOf, labelsText } from './family.ts';

export interface HubFigures {
  readonly version: string;
  readonly uptimeSeconds: number;
  readonly streams: number;
  readonly storeProblems: number;
  /** Reports by what became of them. */
  readonly reports: ReadonlyMap<string, number>;
  /** Requests that were refused, by the code of the refusal. */
  readonly refusals: ReadonlyMap<string, number>;
  readonly notifications: Iterable<{ readonly receiver: string; readonly outcome: string; readonly count: number }>;
  readonly eventLoop: { readonly meanSeconds: number; readonly p99Seconds: number; readonly maxSeconds: number };
  readonly residentBytes: number;
  readonly heapBytes: number;
  readonly cpuSeconds: number;
  /** Unix time. */
  readonly startedAtSeconds: number;
}

const INFO = familyOf('sentry_hub_info', "The hub's version; always 1.");
const REPORTS = familyOf('sentry_hub_reports_total', 'Reports taken, by what became of them.');
const REFUSALS = familyOf('sentry_hub_refusals_total', 'Requests refused, by the code of the answer.');
const NOTIFICATIONS = familyOf('sentry_hub_notifications_total', 'Messages about alerts, by what became of them.');

const FIGURES: readonly (readonly [Family, (hub: HubFigures) => number])[] = [
  [familyOf('sentry_hub_uptime_seconds', 'Since the hub was started.', 'seconds'), (hub) => hub.uptimeSeconds],
  [familyOf('sentry_hub_streams', 'Event streams that are open.'), (hub) => hub.streams],
  [familyOf('sentry_hub_store_problems', 'What cannot be kept on the disk at present.'), (hub) => hub.storeProblems],
  [
    familyOf('sentry_hub_event_loop_lag_mean_seconds', 'How late timers are, mean since the last scrape.', 'seconds'),
    (hub) => hub.eventLoop.meanSeconds,
  ],
  [
    familyOf('sentry_hub_event_loop_lag_p99_seconds', 'How late timers are: 99 of 100 are earlier.', 'seconds'),
    (hub) => hub.eventLoop.p99Seconds,
  ],
  [
    familyOf('sentry_hub_event_loop_lag_max_seconds', 'How late timers are: the latest of all.', 'seconds'),
    (hub) => hub.eventLoop.maxSeconds,
  ],
  [familyOf('process_resident_memory_bytes', 'Memory that the hub holds.', 'bytes'), (hub) => hub.residentBytes],
  [familyOf('nodejs_heap_used_bytes', "Of it, the objects of the hub's own.", 'bytes'), (hub) => hub.heapBytes],
  [familyOf('process_cpu_seconds_total', 'Time that processors spent on the hub.', 'seconds'), (hub) => hub.cpuSeconds],
  [
    familyOf('process_start_time_seconds', 'When the hub was started, Unix time.', 'seconds'),
    (hub) => hub.startedAtSeconds,
  ],
];

export function addHub(texts: FamilyTexts, hub: HubFigures): void {
  texts.add(INFO, labelsText({ version: hub.version }), 1);
  for (const [outcome, count] of hub.reports) texts.add(REPORTS, labelsText({ outcome }), count);
  for (const [code, count] of hub.refusals) texts.add(REFUSALS, labelsText({ code }), count);
  for (const { receiver, outcome, count } of hub.notifications)
    texts.add(NOTIFICATIONS, labelsText({ receiver, outcome }), count);
  for (const [family, read] of FIGURES) texts.add(family, '', read(hub));
}
