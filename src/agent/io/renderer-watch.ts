import type { Clock, Millis } from '../../shared/clock.ts';
import type { FrameRange } from '../../shared/frame-range.ts';
import type { ExpectedSource } from '../../shared/protocol/sequence.ts';
import type { Running } from '../../shared/running.ts';
import { type Recognised, recogniseRenderer } from '../renderers/known-renderers.ts';
import type { ProcessList, ProcessVitals, SeenProcess } from './process-list.ts';
import type { RendererFiles } from './renderer-files.ts';
import { type RendererStudy, studyRenderer } from './renderer-study.ts';

/** Where a renderer's frames go, as far as its command line, its scene or its open files tell. */
export interface FoundOutput {
  /** Absolute, as this node names it. */
  readonly directory: string;
  /** `name.####.exr`; null where only the directory is known. */
  readonly pattern: string | null;
  readonly expected: FrameRange | null;
  readonly expectedFrom: ExpectedSource | null;
}

/** A render program that runs on this machine, or ran until lately. */
export interface SeenRenderer {
  readonly pid: number;
  /** As people call it: `Blender`. */
  readonly program: string;
  /** Unix milliseconds. */
  readonly startedAt: Millis;
  readonly endedAt: Millis | null;
  readonly exitStatus: number | null;
  /** 100 a core; null where it is not known (yet). */
  readonly cpuPercent: number | null;
  /** Without its directory. */
  readonly scene: string | null;
  readonly frames: FrameRange | null;
  readonly outputs: readonly FoundOutput[];
}

/** Finds the renderers of this machine and where they write. */
export interface RendererWatch extends Running {
  /** Fulfilled after the first search. */
  readonly ready: Promise<void>;
  /** Null before the first search, and where nobody can tell on this system. */
  current(): readonly SeenRenderer[] | null;
  /** Told when a renderer starts or ends, or another output of one is found. */
  onChange(listener: () => void): () => void;
}

export interface RendererWatchDeps {
  readonly clock: Clock;
  readonly processes: ProcessList;
  readonly files: RendererFiles;
  /** No renderer's directory of its own: the user's, the system's for what is temporary. */
  readonly commonDirectories: ReadonlySet<string>;
}

/** Those that have ended are told of for so long. */
const MEMORY: Millis = 60 * 60_000;
/** As many as a report bears. */
const MOST_RENDERERS = 64;
/** Most renderers make their directory with the first frame: it is waited for more closely so long. */
const YOUNG: Millis = 60_000;
/** The first search counts as done by then, whatever hangs. */
const READY_LIMIT: Millis = 2_000;

/** A process that is a renderer, and what became of it. */
interface Tracked {
  readonly process: SeenProcess;
  readonly recognised: Recognised;
  readonly study: RendererStudy;
  endedAt: Millis | null;
  cpu: { readonly seconds: number; readonly at: Millis } | null;
  cpuPercent: number | null;
  isStudied: boolean;
}

/** Searches for renderers until it is stopped. */
export function createRendererWatch(deps: RendererWatchDeps): RendererWatch {
  const { clock, processes } = deps;
  const listeners = new Set<() => void>();
  let tracked: readonly Tracked[] = [];
  let canTell = true;
  let isReady = false;
  let stopped = false;
  let cancel = (): void => {};
  let tellReady = (): void => {};
  const ready = new Promise<void>((resolve) => {
    tellReady = () => {
      isReady = true;
      resolve();
    };
  });
  const cancelLimit = clock.after(READY_LIMIT, () => tellReady());
  const tell = (): void => {
    for (const listener of listeners) listener();
  };

  async function search(): Promise<void> {
    const found = await processes.search((argv) => recogniseRenderer({ argv, workingDirectory: null }) !== null);
    if (stopped) return;
    let changed = noteEnds();
    for (const process of found) changed = track(process) || changed;
    if (changed) tell();
    await Promise.all(tracked.filter(({ endedAt }) => endedAt === null).map(study));
  }

  function track(process: SeenProcess): boolean {
    const recognised = recogniseRenderer(process);
    if (!recognised) return false;
    // A script that became the renderer itself is known by another command line from then on.
    const others = withRoom(tracked.filter((each) => each.process.pid !== process.pid || each.endedAt !== null));
    if (others.length >= MOST_RENDERERS) return false;
    const study = studyRenderer(process, recognised, { ...deps, isTaken });
    tracked = [...others, { process, recognised, study, endedAt: null, cpu: null, cpuPercent: null, isStudied: false }];
    return true;
  }

  function isTaken(directory: string): boolean {
    return tracked.some(
      ({ endedAt, study }) => endedAt === null && study.outputs().some((output) => output.directory === directory),
    );
  }

  /** Notes who has ended, and what the others use. */
  function noteEnds(): boolean {
    let changed = false;
    for (const each of tracked) {
      if (each.endedAt !== null) continue;
      const vitals = processes.vitals(each.process);
      if (vitals) noteCpu(each, vitals, clock.monotonic());
      else {
        each.endedAt = clock.now();
        each.cpuPercent = null;
        changed = true;
      }
    }
    const kept = tracked.filter(({ endedAt }) => endedAt === null || clock.now() - endedAt < MEMORY);
    changed ||= kept.length < tracked.length;
    tracked = kept;
    return changed;
  }

  async function study(each: Tracked): Promise<void> {
    if (each.isStudied) return;
    each.isStudied = true;
    const changed = await each.study.advance(clock.monotonic()).catch(() => false);
    each.isStudied = false;
    if (changed && !stopped) tell();
  }

  async function searchLoop(): Promise<void> {
    // Not waited for longer than a period: what hangs for one renderer holds neither the others nor the next search.
    const searching = search().then(
      () => {
        canTell = true;
      },
      () => {
        canTell = false;
      },
    );
    void searching.then(() => tellReady());
    if (stopped) return;
    const isExpectant = tracked.some(
      ({ endedAt, process, study }) =>
        endedAt === null && study.outputs().length === 0 && clock.now() - process.startedAt < YOUNG,
    );
    cancel = clock.after(isExpectant ? processes.period / 2 : processes.period, () => void searchLoop());
  }

  void searchLoop();
  return {
    ready,
    current: () => (canTell && isReady ? shown(tracked) : null),
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async stop() {
      stopped = true;
      cancel();
      cancelLimit();
      tellReady();
    },
  };
}

/** Those that ended make room for those that run: a queue starts one after the other. */
function withRoom(tracked: readonly Tracked[]): readonly Tracked[] {
  if (tracked.length < MOST_RENDERERS) return tracked;
  const [longestGone] = tracked
    .filter(({ endedAt }) => endedAt !== null)
    .toSorted((a, b) => (a.endedAt ?? 0) - (b.endedAt ?? 0));
  return tracked.filter((each) => each !== longestGone);
}

/** Of a wrapper and the program that it runs one is shown: the one that works, with all that either is known to write. */
function shown(tracked: readonly Tracked[]): readonly SeenRenderer[] {
  return tracked.filter(isRender).flatMap((each) => {
    const family = tracked.filter((other) => other === each || isPartOf(other, each) || isPartOf(each, other));
    if (family.some((other) => isPartOf(other, each))) return [];
    return [seenRenderer(each, family)];
  });
}

function isPartOf(part: Tracked, whole: Tracked): boolean {
  return (
    part.process.ancestors.includes(whole.process.pid) &&
    part.recognised.kind === whole.recognised.kind &&
    whole.process.startedAt <= part.process.startedAt
  );
}

/** What is no render at all, and programs with windows that write nothing, are nobody's concern. */
function isRender({ study }: Tracked): boolean {
  const told = study.told();
  return told !== null && (!told.interactive || study.outputs().length > 0);
}

function seenRenderer({ process, recognised, study, ...state }: Tracked, family: readonly Tracked[]): SeenRenderer {
  const told = [study, ...family.map((each) => each.study)].map((each) => each.told());
  const outputs = new Map(family.flatMap((each) => each.study.outputs()).map((output) => [output.directory, output]));
  const scene = told.find((each) => each?.scene)?.scene ?? null;
  return {
    pid: process.pid,
    program: recognised.kind.program,
    startedAt: process.startedAt,
    endedAt: state.endedAt,
    exitStatus: null,
    cpuPercent: state.cpuPercent,
    scene: scene === null ? null : scene.slice(Math.max(scene.lastIndexOf('/'), scene.lastIndexOf('\\')) + 1),
    frames: told.find((each) => each?.frames)?.frames ?? null,
    outputs: [...outputs.values()],
  };
}

function noteCpu(each: Tracked, { cpuSeconds }: ProcessVitals, now: Millis): void {
  const before = each.cpu;
  each.cpu = cpuSeconds === null ? null : { seconds: cpuSeconds, at: now };
  if (cpuSeconds === null || !before || now <= before.at) return;
  each.cpuPercent = Math.round(Math.max(0, (cpuSeconds - before.seconds) / (now - before.at)) * 1_000_000) / 10;
}
