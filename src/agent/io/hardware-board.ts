/** What all collectors have told last, and the one sample that it makes. */
import { type HardwareSample, NOTHING_KNOWN } from '../../shared/protocol/hardware.ts';
import type { Problem } from '../../shared/protocol/report.ts';
import type { Collector, HardwarePart } from '../collectors/collector.ts';

/** One collector's last word. */
export interface Told {
  readonly value: HardwareSample[HardwarePart];
  readonly problems: readonly string[];
}

export interface HardwareBoard {
  /** `at` is the collector's place in the list that the board was made of. */
  put(at: number, told: Told): void;
  readonly sample: () => HardwareSample;
  /** By the collectors' names, in their order. */
  readonly problems: () => Problem[];
}

const NOTHING: Told = { value: null, problems: [] };

/** No list of a report holds more; these hold less. */
const MOST_ENTRIES = 256;
const FEWER_ENTRIES: { readonly [Part in HardwarePart]?: number } = {
  gpus: 64,
  drives: 64,
  containers: 64,
  processes: 16,
};

/** Joins what several collectors tell of one part only when one of them has told something. */
export function createHardwareBoard(collectors: readonly Collector[]): HardwareBoard {
  const told: Told[] = collectors.map(() => NOTHING);
  let hardware = NOTHING_KNOWN;
  return {
    put(at, word) {
      told[at] = word;
      const part = collectors[at]?.part;
      if (!part) return;
      const values = told.filter((_, other) => collectors[other]?.part === part).map(({ value }) => value);
      hardware = { ...hardware, [part]: joined(part, values) };
    },
    sample: () => hardware,
    problems: () =>
      told.flatMap(({ problems }, at) =>
        problems.map((message) => ({ source: collectors[at]?.name ?? '', message: message.slice(0, 512) })),
      ),
  };
}

/** Lists one after the other; of anything else the first that there is. */
function joined(part: HardwarePart, values: readonly Told['value'][]): unknown {
  const known = values.filter((value) => value !== null && value !== undefined);
  if (!known.every((value) => Array.isArray(value))) return known[0] ?? null;
  return known.length === 0 ? null : known.flat().slice(0, FEWER_ENTRIES[part] ?? MOST_ENTRIES);
}
