/**
 * The farm as JSON text. A node's or job's text is made once per change and kept beside the object it is of;
 * a list is those texts joined, with the one figure that moves by itself, a node's age, put in between.
 * Kept and joined as bytes: joining strings and encoding the whole each time costs several times as much.
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
  nodeList(): Buffer;
  jobList(): Buffer;
  /** The whole farm, with these alerts. */
  snapshot(alerts: readonly Alert[]): Buffer;
}

export function createFleetJson(fleet: Fleet, farm: string, clock: Clock): FleetJson {
  const nodeTexts = new WeakMap<RenderNodeSummary, Buffer>();
  const jobTexts = new WeakMap<JobSummary, Buffer>();
  const nodes = (now: Moment): readonly Buffer[] =>
    listed(fleet.nodes(now), (node) => nodeText(node, nodeTexts), ageText);
  const jobs = (now: Moment): readonly Buffer[] => listed(fleet.jobs(now), (job) => jobText(job, jobTexts));
  const begin = (now: Moment): string => `{"at":"${new Date(now.wall).toISOString()}"`;
  const heading = `,"farm":${safeJson(farm)},"hubVersion":${safeJson(VERSION)}`;
  return {
    nodeList() {
      const now = momentOf(clock);
      return joined(`${begin(now)},"nodes":`, nodes(now), '}');
    },
    jobList() {
      const now = momentOf(clock);
      return joined(`${begin(now)},"jobs":`, jobs(now), '}');
    },
    snapshot(alerts) {
      const now = momentOf(clock);
      const rest = `,"alerts":${safeJson(alerts)}}`;
      return joined(`${begin(now)}${heading},"nodes":`, nodes(now), ',"jobs":', jobs(now), rest);
    },
  };
}

/** JSON for an answer: what it holds of control and bidi characters is escaped. */
export function safeJson(value: unknown): string {
  return terminalSafeJson(JSON.stringify(value));
}

/** All in one copy: a farm's text is a megabyte and more. */
function joined(...parts: readonly (string | readonly Buffer[])[]): Buffer {
  return Buffer.concat(parts.flatMap((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
}

const OPEN = Buffer.from('[');
const COMMA = Buffer.from(',');
const CLOSE = Buffer.from(']');

function listed<T>(items: readonly T[], textOf: (item: T) => Buffer, endOf?: (item: T) => Buffer): readonly Buffer[] {
  const parts: Buffer[] = [];
  for (const item of items) {
    parts.push(parts.length === 0 ? OPEN : COMMA, textOf(item));
    if (endOf) parts.push(endOf(item));
  }
  if (parts.length === 0) parts.push(OPEN);
  parts.push(CLOSE);
  return parts;
}

/** Without its age: the fleet keeps the object of a node that did not change, and brings that up to date in place. */
function nodeText(node: RenderNodeSummary, texts: WeakMap<RenderNodeSummary, Buffer>): Buffer {
  let text = texts.get(node);
  if (text === undefined) {
    const { seenSecondsAgo: _, ...rest } = node;
    text = Buffer.from(`${safeJson(rest).slice(0, -1)},"seenSecondsAgo":`);
    texts.set(node, text);
  }
  return text;
}

function ageText(node: RenderNodeSummary): Buffer {
  return Buffer.from(`${node.seenSecondsAgo}}`);
}

function jobText(job: JobSummary, texts: WeakMap<JobSummary, Buffer>): Buffer {
  let text = texts.get(job);
  if (text === undefined) {
    text = Buffer.from(safeJson(job));
    texts.set(job, text);
  }
  return text;
}
