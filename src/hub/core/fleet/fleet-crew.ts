/** The nodes that see a job as its crew: made anew for those alone that reported since. */
import { type CrewMember, type CrewRenderer, crewRenderers } from '../group/crew.ts';
import { noteStart } from '../jobs/frame-ledger.ts';
import { type JobEntry, type JobView, pathsOf } from '../jobs/job-entry.ts';
import { type VitalFigures, vitalFigures } from '../vital-figures.ts';
import type { FleetState, NodeEntry } from './fleet-state.ts';

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
    if (node) crew.push(memberOf(node, job));
  }
  return { crew, revision: job.crewRevision };
}

function memberOf(node: NodeEntry, job: JobEntry): CrewMember {
  const before = job.members.get(node.id);
  const { id, report, liveness, seen, shift } = node;
  if (before?.report === report && before.member.liveness === liveness) return before.member;
  const { cpuPercent, gpuPercent } = figuresOf(node);
  const told = report.renderers;
  const renderers = told ? crewRenderers({ renderers: told, shift, received: seen }, pathsOf(job, id)) : null;
  const isLeaving = report.leaving === true;
  const member = { id, liveness, isLeaving, heard: seen, cpuPercent, gpuPercent, renderers };
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

/** The node's figures, read once of each report. */
export function figuresOf(node: NodeEntry): VitalFigures {
  if (node.figuresOf !== node.report) {
    node.figures = vitalFigures(node.report.hardware ?? null, node.figures.hotSensors);
    node.figuresOf = node.report;
  }
  return node.figures;
}
