/**
 * What goes from memory to the store: with each step that ends a slab of all nodes, and after each window of ten minutes
 * its blocks, a fortieth of the nodes a step, so that the disk has the same little to do all the time.
 */
import type { Millis } from '../../../shared/clock.ts';
import type { Log } from '../../../shared/log.ts';
import { RECENT_STEPS, stepOf, TIERS } from '../../core/history/history-steps.ts';
import { averageAt, maximumAt, type NodeRing, type SeriesName } from '../../core/history/node-ring.ts';
import { FARM, type RecentHistory } from '../../core/history/recent-history.ts';
import { diskRemedy } from '../disk-problem.ts';
import { type HistoryStore, HistoryStoreError, type OfNodes } from './history-store.ts';
import { layoutText } from './layout.ts';

export interface HistoryKeeper {
  /** To be called each second. */
  tick(now: Millis): void;
  /** From then on blocks may be written: memory has what was kept of the window that goes on. */
  begin(): void;
  /** Writes the step that goes on. */
  finish(now: Millis): Promise<void>;
  /** Why history cannot be written at present, with the remedy; null while all is well. */
  readonly problem: string | null;
}

export interface HistoryKeeperDeps {
  readonly recent: RecentHistory;
  readonly store: HistoryStore;
  readonly log: Log;
  /** `data/history.sqlite`, as people are told of it. */
  readonly path: string;
}

const WINDOW_STEPS = TIERS[0]?.blockSteps ?? 1;
const STEPS_A_ROUND = 40;
/** Memory has an hour; what could not be written within it is lost. */
const MOST_WINDOWS = Math.floor(RECENT_STEPS / WINDOW_STEPS) - 1;
/** A disk that takes longer than a minute gets no more to do. */
const MOST_SLABS_WAITING = 6;

interface EndedWindow {
  readonly window: number;
  /** Nodes that have no block of it yet. */
  left: string[];
  readonly atOnce: number;
}

export function createHistoryKeeper({ recent, store, log, path }: HistoryKeeperDeps): HistoryKeeper {
  const textOf = createLayoutTexts();
  const ended: EndedWindow[] = [];
  let problem: string | null = null;
  let nextStep: number | null = null;
  let slabsWaiting = 0;
  let hasBegun = false;
  let isWriting = false;

  function note(error: unknown): void {
    const code = error instanceof HistoryStoreError ? error.code : String(error);
    const told = `History cannot be written to ${path} (${code}): the last hour is served from memory and writing is tried again; ${diskRemedy(error)}.`;
    if (problem !== told) log.error(told);
    problem = told;
  }

  function wasWritten(): void {
    if (problem !== null) log.info('history is written again');
    problem = null;
  }

  async function sendSlab(step: number): Promise<void> {
    if (slabsWaiting >= MOST_SLABS_WAITING) return note(new HistoryStoreError('the disk does not answer'));
    const part = gather(recent, textOf, { nodes: recent.rings.keys(), first: step, steps: 1 });
    slabsWaiting++;
    await store.ask('slab', { step, ...part }).then(wasWritten, note);
    slabsWaiting--;
  }

  async function sendBlocks(): Promise<void> {
    const [first] = ended;
    if (first === undefined || isWriting || !hasBegun) return;
    isWriting = true;
    const nodes = first.left.splice(0, first.atOnce);
    const { window } = first;
    try {
      const part = gather(recent, textOf, { nodes, first: window * WINDOW_STEPS, steps: WINDOW_STEPS });
      if (part.nodes.length > 0) await store.ask('blocks', { window, ...part });
      if (first.left.length === 0) {
        await store.ask('endWindow', { window });
        if (ended[0] === first) ended.shift();
      }
    } catch (error) {
      first.left.unshift(...nodes);
      note(error);
    }
    isWriting = false;
  }

  function endWindow(window: number): void {
    const left = [...recent.rings.keys()];
    ended.push({ window, left, atOnce: Math.ceil(left.length / STEPS_A_ROUND) });
    if (ended.length > MOST_WINDOWS) ended.shift();
  }

  return {
    tick(now) {
      const step = stepOf(now);
      // A clock that was set: what is between was told to nobody.
      if (nextStep === null || step < nextStep - 1 || step - nextStep > RECENT_STEPS) nextStep = step;
      for (; nextStep < step; nextStep++) {
        void sendSlab(nextStep);
        if ((nextStep + 1) % WINDOW_STEPS === 0) endWindow(Math.floor(nextStep / WINDOW_STEPS));
        void sendBlocks();
      }
    },
    begin() {
      hasBegun = true;
    },
    async finish(now) {
      await sendSlab(stepOf(now));
    },
    get problem() {
      return problem;
    },
  };
}

/** The text of a set of series, made once for all nodes that have the same array. */
function createLayoutTexts(): (names: readonly SeriesName[], isOfFarm: boolean) => string {
  const texts = new WeakMap<readonly SeriesName[], string>();
  return (names, isOfFarm) => {
    let text = texts.get(names);
    if (text === undefined) {
      text = layoutText(names, isOfFarm);
      texts.set(names, text);
    }
    return text;
  };
}

interface Gathered extends OfNodes {
  readonly values: Float32Array;
}

/** The steps of those nodes that told anything within them. */
function gather(
  recent: RecentHistory,
  textOf: (names: readonly SeriesName[], isOfFarm: boolean) => string,
  { nodes, first, steps }: { readonly nodes: Iterable<string>; readonly first: number; readonly steps: number },
): Gathered {
  const layouts = new Map<string, number>();
  const told: { readonly node: string; readonly ring: NodeRing; readonly layout: number }[] = [];
  let size = 0;
  for (const node of nodes) {
    const ring = recent.ring(node);
    if (ring === null || ring.names.length === 0 || ring.newest < first || ring.oldest >= first + steps) continue;
    const text = textOf(ring.names, node === FARM);
    const layout = layouts.get(text) ?? layouts.size;
    layouts.set(text, layout);
    told.push({ node, ring, layout });
    size += 2 * ring.names.length * steps;
  }
  const values = new Float32Array(size).fill(Number.NaN);
  let at = 0;
  for (const { ring } of told) {
    copySteps(ring, { first, steps }, values.subarray(at, at + 2 * ring.names.length * steps));
    at += 2 * ring.names.length * steps;
  }
  return {
    nodes: told.map(({ node }) => node),
    layoutOf: told.map(({ layout }) => layout),
    layouts: [...layouts.keys()],
    values,
  };
}

function copySteps(
  ring: NodeRing,
  { first, steps }: { readonly first: number; readonly steps: number },
  to: Float32Array,
): void {
  const half = to.length / 2;
  const [begin, end] = [Math.max(first, ring.oldest), Math.min(first + steps - 1, ring.newest)];
  for (let slot = 0; slot < ring.names.length; slot++)
    for (let step = begin; step <= end; step++) {
      const place = slot * steps + step - first;
      to[place] = averageAt(ring, slot, step);
      to[half + place] = maximumAt(ring, slot, step);
    }
}
