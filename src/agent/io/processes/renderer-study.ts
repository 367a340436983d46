/** What is known of one renderer that runs, found out step by step: its command line, its scene, its open files. */
import { basename, dirname, isAbsolute } from 'node:path';
import type { Millis } from '../../../shared/clock.ts';
import { isOutputOf, isRenderFileName } from '../../core/found-outputs.ts';
import type { Recognised } from '../../renderers/known-renderers.ts';
import type { ToldRender } from '../../renderers/renderer-kind.ts';
import type { ProcessList, SeenProcess } from './process-list.ts';
import type { DirectoryLook, RendererFiles } from './renderer-files.ts';
import type { FoundOutput } from './renderer-watch.ts';

/** Directories that one renderer may be found to write into, and that are looked at for it. */
const MOST_OUTPUTS = 16;
const MOST_CANDIDATES = 20;
/** What a scene file did not tell it is asked again, less and less often: it may lie on a share that is slow. */
const MOST_READS = 4;
/** Frames may come after hours: the looks at likely directories get rarer. */
const LOOK_PAUSES: readonly Millis[] = [0, 2_000, 4_000, 8_000, 15_000, 30_000];

export interface StudyDeps {
  readonly processes: ProcessList;
  readonly files: RendererFiles;
  /** No renderer's directory of its own: the user's, and the system's for what is temporary. */
  readonly commonDirectories: ReadonlySet<string>;
  /** Whether it is known that another renderer of this machine writes there. */
  readonly isTaken: (directory: string) => boolean;
}

export interface RendererStudy {
  /** Null until it was read, and where the process turned out to render nothing. */
  told(): ToldRender | null;
  outputs(): readonly FoundOutput[];
  /** Looks again at what may have changed; whether something has. `now` is monotonic. */
  advance(now: Millis): Promise<boolean>;
}

export function studyRenderer(process: SeenProcess, { kind, command }: Recognised, deps: StudyDeps): RendererStudy {
  const outputs = new Map<string, FoundOutput>();
  const looks = new Map<string, DirectoryLook>();
  let told: ToldRender | null = null;
  let reads = 0;
  let lookedTimes = 0;
  let lookedAt: Millis = 0;

  async function readCommand(): Promise<boolean> {
    const wanted = kind.needs?.(command) ?? [];
    const isDone = told !== null && (told.outputs.length > 0 || wanted.length === 0);
    if (isDone || reads >= MOST_READS) return false;
    reads++;
    const before = told;
    told = kind.read(command, await deps.files.read(wanted));
    return before === null ? told !== null : before.outputs.length !== told?.outputs.length;
  }

  function add(output: FoundOutput): boolean {
    if (outputs.has(output.directory) || outputs.size >= MOST_OUTPUTS) return false;
    outputs.set(output.directory, output);
    return true;
  }

  /** Told directories count as soon as they exist: most renderers make them with the first frame. */
  async function checkTold(render: ToldRender): Promise<boolean> {
    let changed = false;
    for (const { directory, pattern } of render.interactive ? [] : render.outputs) {
      if (outputs.has(directory) || !(await deps.files.isDirectory(directory))) continue;
      changed = add({ directory, pattern, expected: render.frames, expectedFrom: render.framesFrom }) || changed;
    }
    return changed;
  }

  /** What is seen to be written and was not told: its frames are those asked for only where nothing else was told. */
  function addSeen(render: ToldRender, directory: string): boolean {
    const expected = render.outputs.length === 0 && !render.interactive ? render.frames : null;
    return add({ directory, pattern: null, expected, expectedFrom: expected && render.framesFrom });
  }

  /** A renderer in a container names its files in its own way: then they are not there. */
  async function checkOpenFiles(render: ToldRender): Promise<boolean> {
    const written = deps.processes.writtenFiles(process).filter((path) => isRenderFileName(basename(path)));
    let changed = false;
    for (const directory of new Set(written.map((path) => dirname(path)))) {
      if (outputs.has(directory) || !(await deps.files.isDirectory(directory))) continue;
      changed = addSeen(render, directory) || changed;
    }
    return changed;
  }

  async function checkCandidates(render: ToldRender, now: Millis): Promise<boolean> {
    const pause = LOOK_PAUSES[Math.min(lookedTimes, LOOK_PAUSES.length - 1)] ?? 0;
    if (outputs.size > 0 || now - lookedAt < pause) return false;
    lookedTimes++;
    lookedAt = now;
    let changed = false;
    for (const directory of await candidates(render)) {
      const look = await deps.files.look(directory, process.startedAt);
      const before = looks.get(directory);
      if (look) looks.set(directory, look);
      if (!look || !newSince(look, before, process.startedAt).some((name) => mayBeOf(render, name))) continue;
      // What comes into a share may be another machine's work: no proof against a program that sits there with windows.
      if (render.interactive && !look.isLocal) continue;
      changed = addSeen(render, directory) || changed;
    }
    return changed;
  }

  /** Where frames may turn up though nothing says so: what is named, where the scene lies, and right below these. */
  async function candidates(render: ToldRender): Promise<readonly string[]> {
    const likely = likelyDirectories(process, render)
      .filter((path) => !deps.commonDirectories.has(path))
      .slice(0, MOST_CANDIDATES);
    const within = await Promise.all(likely.map((path) => deps.files.changedWithin(path, process.startedAt)));
    const all = [...new Set([...likely, ...within.flat()])];
    return all.filter((path) => !deps.isTaken(path)).slice(0, MOST_CANDIDATES);
  }

  return {
    told: () => told,
    outputs: () => [...outputs.values()],
    async advance(now) {
      const read = await readCommand();
      if (!told) return read;
      const checked = await checkTold(told);
      const open = await checkOpenFiles(told);
      return (await checkCandidates(told, now)) || read || checked || open;
    },
  };
}

function likelyDirectories({ workingDirectory, argv }: SeenProcess, render: ToldRender): readonly string[] {
  const named = argv.slice(1).filter((arg) => isAbsolute(arg));
  const scene = render.scene && isAbsolute(render.scene) ? [dirname(render.scene)] : [];
  const started = workingDirectory ? [workingDirectory] : [];
  return [...new Set([...render.hints, ...scene, ...started, ...named, ...named.map((path) => dirname(path))])];
}

/** By name. On this machine's disks by the times of the files; on shares, whose clock is another, by what came between two looks. */
function newSince(look: DirectoryLook, before: DirectoryLook | undefined, startedAt: Millis): readonly string[] {
  const isNew = ([name, changedAt]: readonly [string, Millis]): boolean =>
    look.isLocal ? changedAt >= startedAt : before !== undefined && !before.files.has(name);
  return [...look.files].filter(isNew).map(([name]) => name);
}

/**
 * Whether a file that turned up may be the renderer's: what was told has its name wherever it lies, as for a renderer
 * in a container; other files there are another machine's work.
 */
function mayBeOf({ outputs }: ToldRender, name: string): boolean {
  return outputs.length === 0 || outputs.some(({ pattern }) => pattern === null || isOutputOf(pattern, name));
}
