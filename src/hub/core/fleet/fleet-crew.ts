/** The nodes that see a job as its crew: made anew for those alone that reported since. */
import type { RendererProcess } from '../../../shared/protocol/renderer.ts';
import { type CrewMember, type CrewRenderer, crewRenderers, isBusyShare } from '../group/crew.ts';
import { noteStart } from '../jobs/frame-ledger.ts';
import { type JobEntry, type JobView, pathsOf } from '../jobs/job-entry.ts';
import { judge } from '../thresholds/judgement.ts';
import { nodeHealth } from '../thresholds/node-health.ts';
import { type VitalFigures, vitalFigures } from '../vital-figures.ts';
import type { FleetState, NodeEntry } from './fleet-state.ts';
import { loadAfter, type NodeLoad } from './node-load.ts';

export interface JobCrew {
  /** In natural order of their names. */
  readonly crew: readonly CrewMember[];
  /** The same while nobody comes or goes and no renderer starts or ends. */
  readonly revision: number;
}

export function crewOf(state: FleetState, job: JobEntry, view: JobView): JobCrew {
  const crew: CrewMember[] = [];
  for (const id of view.nodeIds) {
    const node = state.nodes.get(id);
    if (node) crew.push(memberOf(state, node, job));
  }
  return { crew, revision: job.crewRevision };
}

function memberOf(state: FleetState, node: NodeEntry, job: JobEntry): CrewMember {
  const before = job.members.get(node.id);
  const { id, report, liveness, seen, shift } = node;
  if (before?.report === report && before.member.liveness === liveness) return before.member;
  const { cpuPercent, gpuPercent, lastBusy } = loadOf(state, node);
  const told = report.renderers;
  const renderers = told ? crewRenderers({ renderers: told, shift, received: seen }, pathsOf(job, id)) : null;
  const isLeaving = report.leaving === true;
  const member = { id, liveness, isLeaving, heard: seen, cpuPercent, gpuPercent, lastBusy, renderers };
  const key = `${liveness} ${isLeaving} ${renderers?.map(rendererKey).join() ?? ''}`;
  if (before?.key !== key) job.crewRevision++;
  job.members.set(id, { report, member, key });
  for (const { isOnJob, startedAt } of renderers ?? [])
    if (isOnJob && Number.isFinite(startedAt))
      noteStart(job.history.ledger, id, Math.round(seen.wall - (seen.monotonic - startedAt)));
  return member;
}

function rendererKey({ pid, endedAt, exitStatus, isOnJob }: CrewRenderer): string {
  return `${pid} ${endedAt?.wall ?? ''} ${exitStatus ?? ''} ${isOnJob}`;
}

function isWorking({ endedAt, cpuPercent }: RendererProcess): boolean {
  return endedAt === null && isBusyShare(cpuPercent);
}

export function figuresOf(state: FleetState, node: NodeEntry): VitalFigures {
  readFigures(state, node);
  return node.figures;
}

function loadOf(state: FleetState, node: NodeEntry): NodeLoad {
  readFigures(state, node);
  return node.load;
}

/** The node's figures, how they stand to their thresholds, and the load that follows: read once of each report. */
function readFigures(state: FleetState, node: NodeEntry): void {
  const { report } = node;
  if (node.figuresOf === report) return;
  const hardware = report.hardware ?? null;
  const { thresholds, kindOf } = state;
  const judgedBy = { thresholds: thresholds.forNode(node.id, report.tags ?? []), kindOf, before: node.judgement };
  node.judgement = judge(hardware, judgedBy);
  node.health = nodeHealth(hardware, node.health, kindOf);
  node.figures = vitalFigures(hardware, node.judgement.beyond, kindOf);
  const isRendererBusy = report.renderers?.some(isWorking) ?? false;
  node.load = loadAfter(node.load, node.figures, { now: node.seen.monotonic, isRendererBusy });
  node.figuresOf = report;
}
