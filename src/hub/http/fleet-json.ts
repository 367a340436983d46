/**
 * The farm as JSON text. A node's or job's text is made once per change and kept beside the object it is of;
 * a list is those texts joined, with the one figure that moves by itself, a node's age, put in between.
 */

import type { Clock } from '../../shared/clock.ts';
import { type Moment, momentOf } from '../../shared/clock.ts';
import { terminalSafeJson } from '../../shared/display-safe.ts';
import type { Alert } from '../../shared/protocol/alert.ts';
import type { JobSummary } from '../../shared/protocol/job.ts';
import type { RenderNodeSummary } from '../../shared/protocol/render-node.ts';
import { VERSION } from '../../shared/version.ts';
import type { Fleet } from '../core/fleet/fleet.ts';

export interface FleetJson {
  nodeList(): string;
  jobList(): string;
  /** The whole farm, with these alerts. */
  snapshot(alerts: readonly Alert[]): string;
}

export function createFleetJson(fleet: Fleet, farm: string, clock: Clock): FleetJson {
  const nodeTexts = new WeakMap<RenderNodeSummary, string>();
  const jobTexts = new WeakMap<JobSummary, string>();
  const nodes = (now: Moment): string => joined(fleet.nodes(now), (node) => nodeText(node, nodeTexts));
  const jobs = (now: Moment): string => joined(fleet.jobs(now), (job) => jobText(job, jobTexts));
  const begin = (now: Moment): string => `{"at":"${new Date(now.wall).toISOString()}"`;
  const heading = `,"farm":${safeJson(farm)},"hubVersion":${safeJson(VERSION)}`;
  return {
    nodeList() {
      const now = momentOf(clock);
      return `${begin(now)},"nodes":${nodes(now)}}`;
    },
    jobList() {
      const now = momentOf(clock);
      return `${begin(now)},"jobs":${jobs(now)}}`;
    },
    snapshot(alerts) {
      const now = momentOf(clock);
      return `${begin(now)}${heading},"nodes":${nodes(now)},"jobs":${jobs(now)},"alerts":${safeJson(alerts)}}`;
    },
  };
}

/** JSON for an answer: what it holds of control and bidi characters is escaped. */
export function safeJson(value: unknown): string {
  return terminalSafeJson(JSON.stringify(value));
}

function joined<T>(items: readonly T[], textOf: (item: T) => string): string {
  let list = '[';
  for (let i = 0; i < items.length; i++) list += i === 0 ? textOf(items[i] as T) : `,${textOf(items[i] as T)}`;
  return `${list}]`;
}

/** The fleet keeps the object of a node that did not change, and brings its age up to date in place. */
function nodeText(node: RenderNodeSummary, texts: WeakMap<RenderNodeSummary, string>): string {
  let text = texts.get(node);
  if (text === undefined) {
    const { seenSecondsAgo: _, ...rest } = node;
    text = `${safeJson(rest).slice(0, -1)},"seenSecondsAgo":`;
    texts.set(node, text);
  }
  return `${text}${node.seenSecondsAgo}}`;
}

function jobText(job: JobSummary, texts: WeakMap<JobSummary, string>): string {
  let text = texts.get(job);
  if (text === undefined) {
    text = safeJson(job);
    texts.set(job, text);
  }
  return text;
}
