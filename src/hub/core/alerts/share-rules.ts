/** What is wrong with a share, told once for all nodes that mount it. */
import type { Moment } from '../../../shared/clock.ts';
import type { MetricName } from '../../../shared/telemetry/metrics.ts';
import { rankOfLevel } from '../../../shared/telemetry/thresholds.ts';
import { formatBytes, formatDuration, formatPercent, percentOf } from '../../../shared/units.ts';
import { figureName, figureText } from '../thresholds/figure-name.ts';
import { type Beyond, worstOfKinds } from '../thresholds/judgement.ts';
import { nodeNames, nodesWords } from './alert-words.ts';
import { type Condition, condition } from './condition.ts';
import { rankOfSeverity } from './severity.ts';
import type { Share, ShareView, Trouble } from './shares.ts';
import { isTold, kindOf, severityOf } from './threshold-rules.ts';

/** Of the nodes that use a share: so many of them tell of the share, fewer of themselves. */
const QUORUM = 1 / 3;
const LEAST_TELLERS = 2;
/** Nodes find out at their own pace that a share does not answer; their own alerts wait longer than this. */
const TROUBLE_FOR_SECONDS: Readonly<Record<Trouble, number>> = { unreadable: 10, missing: 30 };

/** Null where nobody can tell: all that mounted it are silent. */
export function shareConditions(share: Share, now: Moment): readonly Condition[] | null {
  if (share.views.size === 0 && share.absent.size > 0) return null;
  if (isWell(share)) {
    share.since.clear();
    share.troubles.clear();
    return [];
  }
  const views = [...share.views.values()];
  const beyond = views.flatMap((view) => view.beyond).filter(isTold);
  const room = roomCondition(share, { views, beyond, now });
  const others = worstOfKinds(
    beyond.filter(({ metric }) => !isRoom(metric)).map((each) => ({ ...each, label: share.name })),
  );
  return [
    ...(room ? [room] : []),
    ...others.map((each) => figureCondition(share, each)),
    ...troubleConditions(share, views),
  ];
}

/** The usual case each second, and cheaper to see than what is wrong. */
function isWell({ views }: Share): boolean {
  for (const { beyond, trouble } of views.values()) if (beyond.length > 0 || trouble !== null) return false;
  return true;
}

function isRoom(metric: MetricName): boolean {
  return metric === 'diskUsedPercent' || metric === 'diskFullInSeconds';
}

interface RoomTold {
  readonly views: readonly ShareView[];
  readonly beyond: readonly Beyond[];
  readonly now: Moment;
}

/** Full and filling is one alert: `nas:/renders 96% full, 40 nodes; full in 3h`. */
function roomCondition(share: Share, { views, beyond, now }: RoomTold): Condition | null {
  const used = worstOf(beyond.filter(({ metric }) => metric === 'diskUsedPercent'));
  const filling = commonForecast(beyond, views);
  const told = [used, filling].flatMap((each) => (each && isRipe(share, each, now) ? [each] : []));
  for (const metric of share.since.keys())
    if (metric !== used?.metric && metric !== filling?.metric) share.since.delete(metric);
  const [worst] = told.toSorted((a, b) => rankOfSeverity(severityOf(b)) - rankOfSeverity(severityOf(a)));
  const fullest = fullestOf(views);
  if (!worst || !fullest) return null;
  const percent = percentOf(fullest.totalBytes - fullest.freeBytes, fullest.totalBytes) ?? 0;
  const soon = filling && told.includes(filling) ? `; full in ${formatDuration(filling.value)}` : '';
  return condition({
    kind: 'disk-filling',
    severity: severityOf(worst),
    metric: 'diskUsedPercent',
    label: share.name,
    figure: { value: percent, limit: used?.limit ?? 100 },
    words: () => ({
      message: `${share.name} ${formatPercent(percent)} full, ${nodesWords(views.length)}${soon}`,
      details: [`${formatBytes(fullest.freeBytes)} of ${formatBytes(fullest.totalBytes)} are free`, mountWords(views)],
    }),
  });
}

/** Whether it has been so for as long as its threshold wants. */
function isRipe({ since }: Share, { metric, threshold }: Beyond, now: Moment): boolean {
  const began = since.get(metric) ?? now.monotonic;
  since.set(metric, began);
  return now.monotonic - began >= threshold.forSeconds * 1000;
}

function worstOf(beyond: readonly Beyond[]): Beyond | null {
  return beyond.reduce<Beyond | null>((worst, each) => {
    if (!worst) return each;
    const rank = rankOfLevel(each.level) - rankOfLevel(worst.level);
    return rank > 0 || (rank === 0 && each.value > worst.value) ? each : worst;
  }, null);
}

/** Each node foretells for itself, and one of a thousand errs: the middle of those that see it fill counts. */
function commonForecast(beyond: readonly Beyond[], views: readonly ShareView[]): Beyond | null {
  const told = beyond.filter(({ metric }) => metric === 'diskFullInSeconds').toSorted((a, b) => a.value - b.value);
  const asked = views.filter(({ fileSystem }) => fileSystem.holdsOutput).length;
  return told.length >= asked * QUORUM ? (told[Math.floor(told.length / 2)] ?? null) : null;
}

function fullestOf(views: readonly ShareView[]): ShareView['fileSystem'] | null {
  let fullest: ShareView['fileSystem'] | null = null;
  for (const { fileSystem } of views) if (!fullest || fileSystem.freeBytes < fullest.freeBytes) fullest = fileSystem;
  return fullest;
}

/** `nas:/renders inodes 92% above 90%, 40 nodes` */
function figureCondition(share: Share, { metric, value, limit, threshold, ...rest }: Beyond): Condition {
  const { worse, forSeconds } = threshold;
  return condition({
    kind: kindOf(metric),
    severity: severityOf({ metric, value, limit, threshold, ...rest }),
    metric,
    label: share.name,
    figure: { value, limit },
    forSeconds,
    words: () => ({
      message: `${figureName(metric, share.name, 0)} ${figureText(metric, value)} ${worse} ${figureText(metric, limit)}, ${nodesWords(share.views.size)}`,
      details: [mountWords([...share.views.values()])],
    }),
  });
}

function troubleConditions(share: Share, views: readonly ShareView[]): readonly Condition[] {
  const users = views.filter(({ fileSystem, trouble }) => fileSystem.holdsOutput || trouble !== null).length;
  return (['unreadable', 'missing'] as const).flatMap((trouble) => {
    const tellers = views.filter((view) => view.trouble === trouble);
    const isKnown = share.troubles.has(trouble);
    const isShares = tellers.length >= LEAST_TELLERS && (isKnown || tellers.length >= users * QUORUM);
    if (!isShares) {
      share.troubles.delete(trouble);
      return [];
    }
    share.troubles.add(trouble);
    return troubleCondition(share, trouble, { tellers, users });
  });
}

interface Tellers {
  readonly tellers: readonly ShareView[];
  readonly users: number;
}

function troubleCondition(share: Share, trouble: Trouble, { tellers, users }: Tellers): Condition {
  const isUnreadable = trouble === 'unreadable';
  const of = `${tellers.length} of ${nodesWords(users)}`;
  return condition({
    kind: 'output-unreadable',
    severity: isUnreadable ? 'crit' : 'warn',
    label: share.name,
    same: `share ${trouble}`,
    forSeconds: TROUBLE_FOR_SECONDS[trouble],
    words: () => ({
      message: isUnreadable
        ? `${share.name} is out of sight of ${of}`
        : `${share.name} lacks a directory that ${of} watch`,
      details: [
        `${isUnreadable ? 'Out of sight of' : 'Watched by'} ${nodeNames(tellers.map(({ node }) => node))}`,
        ...reasonsOf(tellers),
      ],
    }),
  });
}

/** The seconds that each node has waited differ, and grow: what tells one reason from another is the rest. */
function reasonsOf(tellers: readonly ShareView[]): readonly string[] {
  const reasons = new Set(tellers.flatMap(({ reason }) => reason?.replace(/ for \d+ s\b/, '') ?? []));
  return [...reasons].slice(0, 3);
}

/** `Mounted at /mnt/renders by 38 nodes, at R:\ by 2 nodes` */
function mountWords(views: readonly ShareView[]): string {
  const counts = new Map<string, number>();
  for (const { fileSystem } of views) counts.set(fileSystem.mount, (counts.get(fileSystem.mount) ?? 0) + 1);
  const told = [...counts].sort(([, a], [, b]) => b - a).slice(0, 3);
  return `Mounted ${told.map(([mount, count]) => `at ${mount} by ${nodesWords(count)}`).join(', ')}`;
}
