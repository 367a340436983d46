/** How a node stands with the hub: what changes by itself, and is told of nodes that are away too. */
import {
  Liveness,
  type RenderNodeDetail,
  RenderNodeState,
  type RenderNodeSummary,
} from '../../../shared/protocol/render-node.ts';
import { type Family, familyOf, labelsText, labelValue } from './family.ts';

const STATES = RenderNodeState.anyOf.map((state) => state.const);
const LIVENESSES = Liveness.anyOf.map((liveness) => liveness.const);

export type NodeStanding = RenderNodeSummary & Pick<RenderNodeDetail, 'report' | 'clockSkewSeconds'>;

/** Samples of one family; `labels` is `{node="rn-1"`, not yet closed. */
type TextOf = (node: NodeStanding, name: string, labels: string) => string;

const FAMILIES: readonly (readonly [Family, TextOf])[] = [
  [familyOf('sentry_node_info', 'The machine and its agent; always 1.'), infoText],
  [familyOf('sentry_node_tag', 'A tag that the node bears; always 1.'), tagText],
  [familyOf('sentry_node_state', '1 for the state that the node is in, 0 for the others.'), stateText],
  [familyOf('sentry_node_liveness', '1 for how the node is heard of, 0 for the others.'), livenessText],
  [
    familyOf('sentry_node_seen_age_seconds', 'Since its last report arrived.', 'seconds'),
    figure((node) => node.seenSecondsAgo),
  ],
  [
    familyOf('sentry_node_clock_skew_seconds', "The hub's time less the node's.", 'seconds'),
    figure((node) => node.clockSkewSeconds),
  ],
  [
    familyOf('sentry_node_problems', 'What does not work on the node, as its agent tells.'),
    figure(({ report }) => report.problems?.length),
  ],
  [
    familyOf('sentry_node_dropped_reports', 'Reports that its agent had to drop since it started.'),
    figure(({ report }) => report.droppedReports),
  ],
];

/** Of the texts that `standingTexts` gives, in its order. */
export const STANDING_FAMILIES: readonly Family[] = FAMILIES.map(([family]) => family);

export function standingTexts(node: NodeStanding): readonly string[] {
  const labels = `{node="${labelValue(node.id)}"`;
  return FAMILIES.map(([family, textOf]) => textOf(node, family.name, labels));
}

function infoText({ id, hostname, report }: NodeStanding, name: string): string {
  const { os = '', cpu = '', agentVersion = '' } = report;
  return `${name}${labelsText({ node: id, hostname, os, cpu, agent_version: agentVersion })} 1\n`;
}

function tagText({ tags }: NodeStanding, name: string, labels: string): string {
  const safe = new Set(tags.map(labelValue));
  return [...safe].map((tag) => `${name}${labels},tag="${tag}"} 1\n`).join('');
}

function stateText({ state }: NodeStanding, name: string, labels: string): string {
  return STATES.map((each) => `${name}${labels},state="${each}"} ${each === state ? 1 : 0}\n`).join('');
}

function livenessText({ liveness }: NodeStanding, name: string, labels: string): string {
  return LIVENESSES.map((each) => `${name}${labels},liveness="${each}"} ${each === liveness ? 1 : 0}\n`).join('');
}

function figure(read: (node: NodeStanding) => number | null | undefined): TextOf {
  return (node, name, labels) => {
    const value = read(node);
    return typeof value === 'number' ? `${name}${labels}} ${value}\n` : '';
  };
}
