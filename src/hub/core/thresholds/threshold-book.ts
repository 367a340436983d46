/** Which threshold a figure of a node is judged by: the default, changed by the rules that fit, the last of them wins. */
import type { ThresholdRule } from '../../../shared/protocol/threshold.ts';
import { isMetricName, type MetricName } from '../../../shared/telemetry/metrics.ts';
import { defaultThreshold, JUDGED_METRICS, type Threshold } from '../../../shared/telemetry/thresholds.ts';
import { fitsGlob } from './glob.ts';

export interface NodeThresholds {
  /** Metrics that have a threshold on this node. */
  readonly metrics: readonly MetricName[];
  /** `sourceOf` is asked where a rule names labels that are mounts: it may name what is mounted there, too. */
  of(metric: MetricName, label: string | null, sourceOf?: SourceOf): Threshold;
}

/** What is mounted there. */
export type SourceOf = (mount: string | null) => string | null;

const NO_SOURCE: SourceOf = () => null;

export interface ThresholdBook {
  /** The same object for the same node with the same tags, as long as it is asked for no other tags of it. */
  forNode(id: string, tags: readonly string[]): NodeThresholds;
  /** Forgets what was worked out for the node. */
  forget(id: string): void;
}

/** The rules are of the table's metrics: see `thresholdMistake`. */
export function createThresholdBook(rules: readonly ThresholdRule[]): ThresholdBook {
  const usual = createNodeThresholds([]);
  const byNode = new Map<string, { readonly tags: string; readonly thresholds: NodeThresholds }>();
  return {
    forNode(id, tags) {
      if (rules.length === 0) return usual;
      const key = tags.join('\0');
      const known = byNode.get(id);
      if (known?.tags === key) return known.thresholds;
      const fitting = rules.filter((rule) => isForNode(rule, id, tags));
      const thresholds = fitting.length === 0 ? usual : createNodeThresholds(fitting);
      byNode.set(id, { tags: key, thresholds });
      return thresholds;
    },
    forget(id) {
      byNode.delete(id);
    },
  };
}

function isForNode({ node, tag }: ThresholdRule, id: string, tags: readonly string[]): boolean {
  return (node === undefined || fitsGlob(node, id)) && (tag === undefined || tags.includes(tag));
}

/** A node may send ever new labels: so many are remembered, and beyond them all are worked out anew. */
const MOST_REMEMBERED = 1_000;

function createNodeThresholds(rules: readonly ThresholdRule[]): NodeThresholds {
  const metrics = new Set(JUDGED_METRICS);
  for (const { metric } of rules) if (isMetricName(metric)) metrics.add(metric);
  const byMetric = new Map<MetricName, LabelledThreshold>();
  for (const metric of metrics) {
    const own = rules.filter((rule) => rule.metric === metric);
    byMetric.set(metric, thresholdsOf(defaultThreshold(metric), own));
  }
  return {
    metrics: [...metrics],
    of: (metric, label, sourceOf = NO_SOURCE) => byMetric.get(metric)?.(label, sourceOf) ?? defaultThreshold(metric),
  };
}

type LabelledThreshold = (label: string | null, sourceOf: SourceOf) => Threshold;

function thresholdsOf(usual: Threshold, rules: readonly ThresholdRule[]): LabelledThreshold {
  if (rules.every(({ label }) => label === undefined)) {
    const only = rules.reduce(changed, usual);
    return () => only;
  }
  const byLabel = new Map<string | null, Threshold>();
  return (label, sourceOf) => {
    const source = sourceOf(label);
    const key = source === null ? label : `${label}\n${source}`;
    const known = byLabel.get(key);
    if (known) return known;
    const names = source === null ? [label ?? ''] : [label ?? '', source];
    const fitting = rules.filter((rule) => isForLabel(rule, names));
    const threshold = fitting.reduce(changed, usual);
    if (byLabel.size >= MOST_REMEMBERED) byLabel.clear();
    byLabel.set(key, threshold);
    return threshold;
  };
}

function isForLabel({ label }: ThresholdRule, names: readonly string[]): boolean {
  return label === undefined || names.some((name) => fitsGlob(label, name));
}

/** Whoever names a critical value knows better than the sensor. */
function changed(before: Threshold, { notice, warn, crit, alertFrom, forSeconds }: ThresholdRule): Threshold {
  return {
    ...before,
    ...(notice === undefined ? {} : { notice }),
    ...(warn === undefined ? {} : { warn }),
    ...(crit === undefined ? {} : { crit, ownLimit: false }),
    ...(alertFrom === undefined ? {} : { alertFrom }),
    ...(forSeconds === undefined ? {} : { forSeconds }),
  };
}

/** What is wrong with the rules, in a sentence with the remedy; null where nothing is. */
export function thresholdMistake(rules: readonly ThresholdRule[]): string | null {
  for (const [index, rule] of rules.entries()) {
    const name = `thresholds[${index}]`;
    if (!isMetricName(rule.metric))
      return `The setting ${name} names a metric "${rule.metric}" that there is not; sentry-hub metrics lists them.`;
    const { worse } = defaultThreshold(rule.metric);
    const numbers = [rule.notice, rule.warn, rule.crit].filter((number) => typeof number === 'number');
    const isOrdered = numbers.every((number, i) => {
      const before = numbers[i - 1];
      return before === undefined || (worse === 'above' ? number >= before : number <= before);
    });
    if (!isOrdered)
      return `The setting ${name} (${rule.metric}) has numbers out of order; notice, warn and crit go ${worse === 'above' ? 'up' : 'down'}, as the figure is worse ${worse} them.`;
  }
  return null;
}
