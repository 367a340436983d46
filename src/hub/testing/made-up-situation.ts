/** A job of ten frames as it stands at some time, for tests of what is told of it. */
import type { SequenceReport } from '../../shared/protocol/sequence.ts';
import type { Forecast } from '../core/forecast/forecast-input.ts';
import type { CrewMember } from '../core/group/crew.ts';
import type { LiveClaim } from '../core/group/group-rendering.ts';
import type { OrphanFound } from '../core/group/orphans.ts';
import { mergeSightings } from '../core/jobs/job-content.ts';
import { streamPlaceOf } from '../core/jobs/job-key.ts';
import type { JobSituation } from '../core/jobs/job-state.ts';
import { readSighting } from '../core/jobs/sighting.ts';
import { madeUpBlender, madeUpMember } from './made-up-crew.ts';
import { at, iso } from './made-up-fleet.ts';
import { madeUpSequence } from './made-up-report.ts';

const FORECAST: Forecast = {
  p50Seconds: 100,
  p90Seconds: 130,
  unsure: false,
  late: false,
  overdue: null,
  secondsPerFrame: 30,
  framesPerHour: 240,
  workers: 2,
  factors: new Map(),
};

/** What a machine's figures are. */
export const IDLE = { cpuPercent: 1, gpuPercent: 0 };
export const BUSY = { cpuPercent: 95, gpuPercent: 98 };

export interface SituationCase {
  /** Seconds; the last of the five frames that are done was finished at 120. */
  readonly now: number;
  readonly sequence?: Partial<SequenceReport>;
  readonly crew: readonly CrewMember[];
  readonly forecast?: Partial<Forecast>;
  readonly orphans?: readonly number[];
  readonly inHand?: readonly Partial<LiveClaim>[];
  readonly presumed?: JobSituation['presumed'];
  readonly hadRenderer?: boolean;
}

/** Ten frames of which five are done, the last at 120 s, as seen at `now`. */
export function madeUpSituation(given: SituationCase): JobSituation {
  const sequence = madeUpSequence({ expected: '1-10', done: '1-5', changedAt: iso(120), ...given.sequence });
  const source = { sequence, place: streamPlaceOf(sequence), shift: 0, received: at(given.now) };
  const group = { orphans: (given.orphans ?? []).map(orphan), inHand: (given.inHand ?? []).map(inHand) };
  return {
    content: mergeSightings([readSighting(source, null)]),
    crew: given.crew,
    group,
    presumed: given.presumed ?? [],
    forecast: { ...FORECAST, ...given.forecast },
    hadRenderer: given.hadRenderer ?? given.crew.some((member) => member.renderers?.some((one) => one.isOnJob)),
    firstSeen: at(0).monotonic,
    stallAfterSeconds: 300,
  };
}

function orphan(frame: number): OrphanFound {
  return { stream: '', frame, path: `/r/${frame}`, sizeBytes: 0, since: 0, node: null, why: '' };
}

function inHand(claim: Partial<LiveClaim>): LiveClaim {
  const nothing = { node: null, evidence: null, sizeBytes: 0, fraction: null };
  return { stream: '', frame: 6, ...nothing, since: at(120).monotonic, changedAt: at(120).monotonic, ...claim };
}

/** Its Blender renders. */
export const running = madeUpMember('rn-1', { ...BUSY, renderers: [madeUpBlender(0)] });
/** Its Blender runs and does nothing. */
export const idling = madeUpMember('rn-1', { ...IDLE, renderers: [madeUpBlender(0, null, { cpuPercent: 0.4 })] });
/** Its Blender was started at 0 s and ended then. */
export const ended = (seconds: number, exitStatus: number | null = null) =>
  madeUpMember('rn-2', { ...IDLE, renderers: [madeUpBlender(0, seconds, { exitStatus })] });
