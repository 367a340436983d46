/** What Docker's API (and Podman's, which speaks the same) says of containers: `/containers/json`, `/containers/ID/stats`. */

import { at, listAt, listOf, objectOf } from './json-parts.ts';
import { figureOf, labelOf, nameOf } from './told-values.ts';

export interface ListedContainer {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly state: string;
}

/** Those that live first; null when the text is no list of containers. */
export function readContainers(text: string): ListedContainer[] | null {
  const all = listOf(text)
    ?.map(containerOf)
    .filter((each) => each !== null);
  return all?.toSorted((a, b) => Number(isAlive(b)) - Number(isAlive(a))) ?? null;
}

/** Has processes, and therefore counters. */
export function isAlive({ state }: ListedContainer): boolean {
  return state === 'running' || state === 'paused';
}

function containerOf(value: unknown): ListedContainer | null {
  const id = at(value, 'Id');
  // It becomes part of a path.
  if (typeof id !== 'string' || !/^[0-9a-f]{12,64}$/.test(id)) return null;
  const name = nameOf(listAt(value, 'Names')[0])?.replace(/^\//, '');
  return {
    id: id.slice(0, 12),
    name: name || id.slice(0, 12),
    image: labelOf(at(value, 'Image')) ?? '',
    state: labelOf(at(value, 'State')) ?? '',
  };
}

export interface ContainerStats {
  /** Processor time that it has used so far. */
  readonly cpuNanoseconds: number | null;
  readonly memoryBytes: number | null;
}

export function readStats(text: string): ContainerStats {
  const json = objectOf(text);
  return {
    cpuNanoseconds: figureOf(at(json, 'cpu_stats', 'cpu_usage', 'total_usage')),
    memoryBytes: memoryOf(at(json, 'memory_stats')),
  };
}

/** As `docker stats` has it: without the files that are kept in memory and given up on demand (cgroups 2 and 1). */
function memoryOf(memory: unknown): number | null {
  const usage = figureOf(at(memory, 'usage'));
  if (usage === null) return null;
  const files =
    figureOf(at(memory, 'stats', 'inactive_file')) ?? figureOf(at(memory, 'stats', 'total_inactive_file')) ?? 0;
  return files < usage ? usage - files : usage;
}
