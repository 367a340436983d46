/** Short lists of who stands out on the farm: the hottest nodes, the slowest, the fullest disks. */

import type { NodeHealth } from '../../shared/protocol/render-node.ts';
import type { Level } from '../../shared/protocol/threshold.ts';
import { defaultThreshold, levelOf } from '../../shared/telemetry/thresholds.ts';
import { formatDuration, formatPercent, formatTemperature } from '../../shared/units.ts';
import { columnLevel } from './column-levels.ts';
import { signOf, toneOf } from './detail-section.ts';
import type { NodeEntry } from './fleet-view.ts';
import { createMemo } from './graph-memo.ts';
import { plainGlyphs } from './node-row.ts';
import { fitLine, type SpanLine, span } from './spans.ts';
import type { GlyphSet } from './theme.ts';

interface Standing {
  readonly entry: NodeEntry;
  readonly value: number;
}

interface TopList {
  readonly heading: string;
  /** Higher stands higher; null is not in the list. */
  readonly value: (entry: NodeEntry) => number | null;
  readonly text: (standing: Standing, unit: 'C' | 'F') => { readonly value: string; readonly note: string };
  readonly level: (standing: Standing) => Level | null;
}

const LISTS: readonly TopList[] = [
  {
    heading: 'HOTTEST NODES',
    value: ({ summary }) => (summary.liveness === 'offline' ? null : summary.tempC),
    text: ({ entry, value }, unit) => ({
      value: formatTemperature(value, unit),
      note: entry.jobTitle ?? '',
    }),
    level: ({ entry, value }) => columnLevel('temp', value, entry.summary),
  },
  {
    heading: 'SLOWEST FRAMES',
    value: ({ summary: { job } }) => (job?.state === 'running' ? job.secondsPerFrame : null),
    text: ({ entry, value }) => ({ value: formatDuration(value), note: entry.jobTitle ?? '' }),
    level: ({ entry }) => (entry.summary.job?.overdue === 'red' ? 'crit' : entry.summary.job?.overdue ? 'warn' : null),
  },
  {
    heading: 'FULLEST DISKS',
    value: ({ summary }) => (summary.health ? fullest(summary.health).percent : null),
    text: ({ entry, value }) => ({ value: formatPercent(value), note: diskNote(entry.summary.health) }),
    level: ({ value }) => levelOf(defaultThreshold('diskUsedPercent'), value),
  },
];

function fullest({ rootPercent, dockerPercent, outputPercent }: NodeHealth): {
  readonly percent: number | null;
  readonly name: string;
} {
  const disks = [
    { percent: outputPercent, name: 'output' },
    { percent: rootPercent, name: 'root' },
    { percent: dockerPercent, name: 'containers' },
  ];
  return disks.reduce((most, disk) => ((disk.percent ?? -1) > (most.percent ?? -1) ? disk : most));
}

function diskNote(health: NodeHealth | undefined): string {
  if (!health) return '';
  const { name } = fullest(health);
  // Only of the output's is it known.
  const soon = name === 'output' ? health.outputFullInSeconds : null;
  return soon === null ? name : `full in ${formatDuration(soon)}`;
}

const kept = createMemo<readonly (readonly Standing[])[]>();

function standings(nodes: ReadonlyMap<string, NodeEntry>, most: number): readonly (readonly Standing[])[] {
  return kept(nodes, String(most), () => LISTS.map(({ value }) => highest(nodes.values(), value, most)));
}

/** The `most` highest, the highest first; one pass over the farm. */
function highest(entries: Iterable<NodeEntry>, read: TopList['value'], most: number): readonly Standing[] {
  const top: Standing[] = [];
  for (const entry of entries) {
    const value = read(entry);
    const last = top.at(-1);
    if (value === null || (top.length >= most && last && value <= last.value)) continue;
    const place = top.findIndex((standing) => standing.value < value);
    top.splice(place < 0 ? top.length : place, 0, { entry, value });
    if (top.length > most) top.pop();
  }
  return top;
}

export interface TopsLook {
  readonly width: number;
  readonly glyphs: GlyphSet;
  readonly unit: 'C' | 'F';
  /** Lines of each list. */
  readonly most: number;
}

const LEAST_LIST_CELLS = 34;

/** The lists that have anything, side by side where they have room. */
export function topLines(nodes: ReadonlyMap<string, NodeEntry>, look: TopsLook): readonly SpanLine[] {
  const lists = standings(nodes, look.most).flatMap((top, index) => {
    const list = LISTS[index];
    return list && top.length > 0 ? [{ list, top }] : [];
  });
  const across = Math.max(1, Math.min(lists.length, Math.floor(look.width / LEAST_LIST_CELLS)));
  const width = Math.floor(look.width / across);
  const blocks = lists.map(({ list, top }) => listLines(list, top, { ...look, width }));
  const lines: SpanLine[] = [];
  for (let first = 0; first < blocks.length; first += across)
    lines.push(...sideBySide(blocks.slice(first, first + across), width));
  return lines;
}

function sideBySide(blocks: readonly (readonly SpanLine[])[], width: number): readonly SpanLine[] {
  const height = Math.max(...blocks.map((block) => block.length));
  return Array.from({ length: height }, (_, row) => blocks.flatMap((block) => fitLine(block[row] ?? [], width)));
}

const NAME_CELLS = 14;
const VALUE_CELLS = 6;

function listLines(list: TopList, top: readonly Standing[], { width, glyphs, unit }: TopsLook): readonly SpanLine[] {
  return [
    [span(` ${list.heading}`, 'dim')],
    ...top.map((standing): SpanLine => {
      const { value, note } = list.text(standing, unit);
      const name = fitLine([span(` ${standing.entry.name}`)], NAME_CELLS, glyphs.ellipsis);
      const tone = toneOf(list.level(standing));
      const figure = (signOf(tone, glyphs) + plainGlyphs(value, glyphs)).padStart(VALUE_CELLS);
      const line = [...name, span(figure, tone), span(`  ${plainGlyphs(note, glyphs)}`, 'dim')];
      return fitLine(line, width - 1, glyphs.ellipsis);
    }),
  ];
}
