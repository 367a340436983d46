/** The last minute of a node's figures, as this dashboard heard them. */
import type { Millis } from '../../shared/clock.ts';
import type { RenderNodeSummary } from '../../shared/protocol/render-node.ts';

interface NodeSample {
  readonly at: Millis;
  readonly cpu: number | null;
  readonly gpu: number | null;
}
type SampleKey = Exclude<keyof NodeSample, 'at'>;
/** Oldest first. */
export type Samples = readonly NodeSample[];

const KEPT_MILLIS = 75_000;
const MOST_SAMPLES = 90;
const SPARK_SECONDS = 60;
/** A figure stands for the time until the next one, but not beyond this. */
const HOLDS_MILLIS = 30_000;

export function addSample(samples: Samples, node: RenderNodeSummary, at: Millis): Samples {
  const oldest = at - KEPT_MILLIS;
  const kept = samples.filter((sample) => sample.at >= oldest).slice(-(MOST_SAMPLES - 1));
  kept.push({ at, cpu: node.cpuPercent, gpu: node.gpuPercent });
  return kept;
}

/**
 * The last minute in `cells` values, oldest first, null where nothing was known. The borders of the cells lie at
 * fixed times, so that a line moves by a whole cell now and then instead of flickering each second.
 */
export function sampleCells(samples: Samples, key: SampleKey, cells: number, now: Millis): readonly (number | null)[] {
  const cellMillis = (SPARK_SECONDS * 1000) / cells;
  const lastEnd = (Math.floor(now / cellMillis) + 1) * cellMillis;
  const values: (number | null)[] = [];
  let next = 0;
  let current: NodeSample | null = null;
  for (let cell = 0; cell < cells; cell++) {
    const end = lastEnd - (cells - 1 - cell) * cellMillis;
    for (let sample = samples[next]; sample && sample.at < end; sample = samples[next]) {
      current = sample;
      next++;
    }
    values.push(current && end - cellMillis - current.at < HOLDS_MILLIS ? current[key] : null);
  }
  return values;
}
