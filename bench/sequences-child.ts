/** One measurement in a process of its own, so that its time and memory are its own too; prints them as JSON. */
import { readdir } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { SequenceIndex } from '../src/agent/core/sequences/sequence-index.ts';
import { createSequenceReporter } from '../src/agent/core/sequences/sequence-index-reports.ts';
import { DEFAULT_IGNORE } from '../src/agent/core/sequences/sequence-name.ts';
import { systemFiles } from '../src/agent/io/watcher/output-watcher-files.ts';
import { median } from './median.ts';

/** Milliseconds, but where the name says otherwise. */
export type SequenceFigures = Readonly<
  Partial<Record<'cpu' | 'coldCpu' | 'wall' | 'bytesEach' | 'oneMoreMicros' | 'reportMicros', number>>
>;

const ONE_MORE = 2000;
/** Files of before that make the code warm, as it is in an agent that runs. */
const WARM_UP = 1000;
const WARM_READINGS = 5;
/** The sweeping goes on in the background for a while. */
const REST_MILLIS = 100;

const FRAME = { share: 's', directory: '', localPath: '/s', title: null, expected: null, expectedFrom: null };

const measurements: Readonly<Record<string, (directory: string) => Promise<SequenceFigures>>> = {
  async reading(directory) {
    const before = memory();
    let names: readonly string[] = [];
    const times = await timed(async () => {
      names = await readdir(directory);
    });
    return { ...times, bytesEach: (memory() - before) / names.length };
  },
  async scan(directory) {
    const before = memory();
    const index = new SequenceIndex(DEFAULT_IGNORE);
    const reporter = createSequenceReporter(FRAME);
    const times = await timed(async () => {
      index.beginReading();
      await systemFiles.readDirectory(directory, (name) => index.see(name, true));
      reporter(index.groups());
    });
    const bytesEach = (memory() - before) / index.files;
    return { ...times, bytesEach, ...oneMore(index, reporter) };
  },
  async names(directory) {
    const names = await readdir(directory);
    // What the reading left behind is not the names' to clear away.
    globalThis.gc?.();
    await setTimeout(REST_MILLIS);
    const cold = await timed(async () => sequencesOf(names));
    const warm: number[] = [];
    for (let i = 0; i < WARM_READINGS; i++) warm.push((await timed(async () => sequencesOf(names))).cpu);
    return { cpu: median(warm), coldCpu: cold.cpu };
  },
};

function sequencesOf(names: readonly string[]): number {
  const index = new SequenceIndex(DEFAULT_IGNORE);
  for (const name of names) index.see(name, true);
  return createSequenceReporter(FRAME)(index.groups()).length;
}

/** New frames of one sequence: each told as finished, with the frames that are done then; and the sequence's report. */
function oneMore(index: SequenceIndex, reporter: ReturnType<typeof createSequenceReporter>): SequenceFigures {
  let handling = 0;
  let reporting = 0;
  for (let i = 0; i < WARM_UP + ONE_MORE; i++) {
    const start = performance.now();
    const place = index.place(`sh0001_beauty_v003.${String(50_000 + i)}.exr`);
    if (!place) continue;
    index.set(place, { state: 'done', sizeBytes: 4_000_000 + i, mtimeMs: i }, 1);
    place.column.frames.doneRange();
    const handled = performance.now();
    reporter([place.column.group]);
    if (i < WARM_UP) continue;
    handling += handled - start;
    reporting += performance.now() - handled;
  }
  return { oneMoreMicros: (handling / ONE_MORE) * 1000, reportMicros: (reporting / ONE_MORE) * 1000 };
}

async function timed(run: () => Promise<unknown>): Promise<{ readonly cpu: number; readonly wall: number }> {
  const before = process.cpuUsage();
  const start = performance.now();
  await run();
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(before);
  return { cpu: (user + system) / 1000, wall };
}

/** Heap and what lies outside it, after what nobody holds has gone. */
function memory(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

const [name = '', directory = ''] = process.argv.slice(2);
const figures = await measurements[name]?.(directory);
process.stdout.write(JSON.stringify(figures), () => process.exit());
