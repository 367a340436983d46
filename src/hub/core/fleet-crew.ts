/** The nodes that see a job as its crew: made anew for those alone that reported since. */
import { type CrewMember, type CrewRenderer, crewRenderers } from './crew.ts';
import type { FleetState, NodeEntry } from './fleet-state.ts';
import { noteStart } from './frame-ledger.ts';
import { type JobEntry, type JobView, pathsOf } from './job-entry.ts';
import { type VitalFigures, vitalFigures } from './vital-figures.ts';

export interface JobCrew {
  /** In natural order of their names. */
  readonly crew: readonly CrewMember[];
  /** The same text while nobody comes or goes and no renderer starts or ends. */
  readonly key: string;
}

export function crewOf(state: FleetState, job: JobEntry, view: JobView): JobCrew {
  const crew: CrewMember[] = [];
  let key = '';
  for (const id of view.nodeIds) {
    const node = state.nodes.get(id);
    if (!node) continue;
    const known = memberOf(node, job);
    crew.push(known.member);
    key += known.key;
  }
  return { crew, key };
}

function memberOf(node: NodeEntry, job: JobEntry) {
  const before = job.members.get(node.id);
  const { id, report, liveness, seen, shift } = node;
  if (before?.report === report && before.member.liveness === liveness) return before;
  const { cpuPercent, gpuPercent } = figuresOf(node);
  const told = report.renderers;
  const renderers = told ? crewRenderers({ renderers: told, shift, received: seen }, pathsOf(job, id)) : null;
  const isLeaving = report.leaving === true;
  const member = { id, liveness, isLeaving, heard: seen, cpuPercent, gpuPercent, renderers };
  const key = `${id}\0${liveness}\0${isLeaving}\0${renderers?.map(rendererKey).join() ?? ''}\n`;
  const known = { report, member, key };
  job.members.set(id, known);
  for (const { isOnJob, startedAt } of renderers ?? [])
    if (isOnJob && Number.isFinite(startedAt))
      noteStart(job.history.ledger, id, Math.round(seen.wall - (seen.monotonic - startedAt)));
  return known;
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
