/** The renderers that run and those that ended lately: who they are, what they use, and what is known of their outputs. */
import { type Clock, type Millis, type Moment, momentOf } from '../../../shared/clock.ts';
import { type Recognised, recogniseRenderer } from '../../renderers/known-renderers.ts';
import type { ProcessVitals, SeenProcess } from './process-list.ts';
import { type RendererStudy, type StudyDeps, studyRenderer } from './renderer-study.ts';
import type { SeenRenderer } from './renderer-watch.ts';

export interface RendererTable {
  /** Looks who has started and who has ended; whether anyone has. Rejects where nobody can tell. */
  search(): Promise<boolean>;
  /** Looks deeper into those that run, and calls `tell` each time that an output was found. Never rejects. */
  study(tell: () => void): Promise<void>;
  /** Whether one is young and its output not found: its directory may come any moment. */
  isExpectant(): boolean;
  shown(): readonly SeenRenderer[];
}

/** Those that have ended are told of for so long. */
const MEMORY: Millis = 60 * 60_000;
/** As many as a report bears. */
const MOST_RENDERERS = 64;
/** Most renderers make their directory with the first frame, which comes by then. */
const YOUNG: Millis = 60_000;

/** A process that is a renderer, and what became of it. */
interface Tracked {
  readonly process: SeenProcess;
  readonly recognised: Recognised;
  readonly study: RendererStudy;
  /** Monotonic. */
  readonly foundAt: Millis;
  ended: Moment | null;
  cpu: { readonly seconds: number; readonly at: Millis } | null;
  cpuPercent: number | null;
  isStudied: boolean;
}

export function createRendererTable(deps: Omit<StudyDeps, 'isTaken'> & { readonly clock: Clock }): RendererTable {
  const { clock, processes } = deps;
  let tracked: readonly Tracked[] = [];
  const running = (): readonly Tracked[] => tracked.filter(({ ended }) => ended === null);

  const isTaken = (directory: string): boolean =>
    running().some(({ study }) => study.outputs().some((output) => output.directory === directory));

  function track(process: SeenProcess): boolean {
    const recognised = recogniseRenderer(process);
    // A script that became the renderer itself is known by another command line from then on.
    const others = withRoom(tracked.filter((each) => each.process.pid !== process.pid || each.ended !== null));
    if (!recognised || others.length >= MOST_RENDERERS) return false;
    const study = studyRenderer(process, recognised, { ...deps, isTaken });
    const state = { foundAt: clock.monotonic(), ended: null, cpu: null, cpuPercent: null, isStudied: false };
    tracked = [...others, { process, recognised, study, ...state }];
    return true;
  }

  /** Notes who has ended, and what the others use. */
  function noteEnds(): boolean {
    const before = running().length;
    for (const each of running()) {
      const vitals = processes.vitals(each.process);
      if (vitals) noteCpu(each, vitals, clock.monotonic());
      else Object.assign(each, { ended: momentOf(clock), cpuPercent: null });
    }
    const kept = tracked.filter(({ ended }) => ended === null || clock.monotonic() - ended.monotonic < MEMORY);
    const isLess = kept.length < tracked.length;
    tracked = kept;
    return isLess || running().length < before;
  }

  async function studyOne(each: Tracked, tell: () => void): Promise<void> {
    if (each.isStudied) return;
    each.isStudied = true;
    const changed = await each.study.advance(clock.monotonic()).catch(() => false);
    each.isStudied = false;
    if (changed) tell();
  }

  return {
    async search() {
      const found = await processes.search((argv) => recogniseRenderer({ argv, workingDirectory: null }) !== null);
      const ended = noteEnds();
      return found.map(track).includes(true) || ended;
    },
    async study(tell) {
      await Promise.all(running().map((each) => studyOne(each, tell)));
    },
    isExpectant: () =>
      running().some(({ study, foundAt }) => study.outputs().length === 0 && clock.monotonic() - foundAt < YOUNG),
    shown: () => shown(tracked),
  };
}

/** Those that ended make room for those that run: a queue starts one after the other. */
function withRoom(tracked: readonly Tracked[]): readonly Tracked[] {
  if (tracked.length < MOST_RENDERERS) return tracked;
  const [longestGone] = tracked
    .filter(({ ended }) => ended !== null)
    .toSorted((a, b) => (a.ended?.monotonic ?? 0) - (b.ended?.monotonic ?? 0));
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
    endedAt: state.ended?.wall ?? null,
    exitStatus: null,
    cpuPercent: state.cpuPercent,
    isInteractive: study.told()?.interactive === true,
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
