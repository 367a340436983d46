import type { Millis } from '../../shared/clock.ts';
import type { HardwareSample } from '../../shared/protocol/hardware.ts';
import type { RendererProcess } from '../../shared/protocol/renderer.ts';
import type { Problem, Report } from '../../shared/protocol/report.ts';
import type { SequenceReport, WatchRootReport } from '../../shared/protocol/sequence.ts';
import { fittingHardware } from './fitting-hardware.ts';
import { jsonBytes } from './json-bytes.ts';

/** A report's most bytes of JSON; the hub's own limit is 256 KiB. */
export const REPORT_LIMIT_BYTES = 240 * 1024;

/** Of these at most so many of each but the sequences: frames matter more than a machine's two hundredth sensor. */
const MOST_BYTES = { hardware: 112 * 1024, roots: 60 * 1024, renderers: 24 * 1024, problems: 24 * 1024 } as const;

/** The most entries that the protocol takes in each list. */
const MOST = { roots: 256, sequences: 1000, problems: 64 } as const;

/** Who reports: does not change while the agent runs. */
export interface ReportIdentity {
  /** Null where the host name is name enough. */
  readonly nodeId: string | null;
  readonly agentVersion: string;
  /** New with each start. */
  readonly sessionId: string;
  readonly intervalSeconds: number;
  readonly tags: readonly string[];
}

/** What is known now. */
export interface Truth {
  readonly host: Required<Pick<Report, 'hostname' | 'os' | 'cpu' | 'gpu'>>;
  readonly hardware: HardwareSample;
  readonly problems: readonly Problem[];
  readonly roots: readonly WatchRootReport[];
  /** The most recently changed first. */
  readonly sequences: readonly SequenceReport[];
  /** Null where nobody looks for them. */
  readonly renderers: readonly RendererProcess[] | null;
}

export interface ReportStamp {
  /** Unix milliseconds. */
  readonly now: Millis;
  /** Grows with each report of a session. */
  readonly sequenceNumber: number;
  readonly droppedReports: number;
  readonly leaving: boolean;
}

/**
 * A node's whole current truth, as the hub takes it. Too many sequences for one report: those that changed
 * most recently go in, the others are counted in `omittedSequences` and named as a problem; none is cut in two. So are
 * the sensors, mounts and the like that a report has no room for.
 */
export function buildReport(identity: ReportIdentity, truth: Truth, stamp: ReportStamp): Report {
  const { hardware, omitted: ofHardware } = fittingHardware(truth.hardware, MOST_BYTES.hardware);
  const problems = fitting(truth.problems, MOST_BYTES.problems, MOST.problems - 2);
  if (ofHardware.length > 0)
    problems.push(
      problemOf(`What this machine tells does not fit into a report: left out are ${ofHardware.join(', ')}.`),
    );
  const frame: Report = {
    ...truth.host,
    timestamp: new Date(stamp.now).toISOString(),
    ...(identity.nodeId === null ? {} : { nodeId: identity.nodeId }),
    agentVersion: identity.agentVersion,
    sessionId: identity.sessionId,
    sequenceNumber: stamp.sequenceNumber,
    intervalSeconds: identity.intervalSeconds,
    tags: [...identity.tags],
    ...(stamp.leaving ? { leaving: true } : {}),
    hardware,
    roots: fitting(truth.roots, MOST_BYTES.roots, MOST.roots),
    ...(truth.renderers ? { renderers: fitting(truth.renderers, MOST_BYTES.renderers) } : {}),
    problems,
    omittedSequences: 0,
    droppedReports: stamp.droppedReports,
  };
  // The reserve is for the key and brackets of the list, for the count, and for the problem that names what is left out.
  const sequences = fitting(truth.sequences, REPORT_LIMIT_BYTES - jsonBytes(frame) - 512, MOST.sequences);
  const omitted = truth.sequences.length - sequences.length;
  if (omitted === 0) return { ...frame, sequences };
  const message = `${omitted} of ${truth.sequences.length} sequences do not fit into a report; watch fewer directories with one agent.`;
  return { ...frame, sequences, omittedSequences: omitted, problems: [...problems, problemOf(message)] };
}

function problemOf(message: string): Problem {
  return { source: 'report', message: message.slice(0, 512) };
}

/** As many of the items, from the first on, as fit into `limitBytes` of JSON; one too large for the rest is passed over. */
function fitting<T extends object>(items: readonly T[], limitBytes: number, most = items.length): T[] {
  const kept: T[] = [];
  let sizeBytes = 0;
  for (const item of items) {
    if (kept.length >= most) break;
    const itemBytes = cachedBytesOf(item) + 1;
    if (sizeBytes + itemBytes > limitBytes) continue;
    sizeBytes += itemBytes;
    kept.push(item);
  }
  return kept;
}

/** What did not change is the same object from report to report, and is not measured again. */
const measured = new WeakMap<object, number>();

function cachedBytesOf(item: object): number {
  const known = measured.get(item);
  if (known !== undefined) return known;
  const sizeBytes = jsonBytes(item);
  measured.set(item, sizeBytes);
  return sizeBytes;
}
