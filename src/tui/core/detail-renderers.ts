/** The open node's renderers: what runs there, since when and how busy, and how what ran lately has ended. */
import type { RendererProcess } from '../../shared/protocol/renderer.ts';
import { formatDuration, formatPercent } from '../../shared/units.ts';
import { cellText } from './cell-text.ts';
import type { DetailLook } from './detail-content.ts';
import type { Section } from './detail-section.ts';
import { type LoadedDetail, secondsSinceTold } from './detail-state.ts';
import { flowed } from './flowed.ts';
import { type Span, span } from './spans.ts';

/** Of a script that starts a renderer a frame the latest are enough. */
const RENDERERS_SHOWN = 4;

export function rendererSection(loaded: LoadedDetail, look: DetailLook): Section {
  const renderers = loaded.detail.report.renderers ?? [];
  const shown = renderers.toSorted(runningFirst).slice(0, RENDERERS_SHOWN);
  const more = renderers.length - shown.length;
  const lines = [
    ...shown.flatMap((renderer) =>
      flowed(
        spansOf(renderer, (time) => secondsSinceTold(time, loaded, look.state.now)),
        look,
      ),
    ),
    ...(more > 0 ? [[span(` and ${more} more`, 'dim')]] : []),
  ];
  return { heading: 'renderers', lines, level: null };
}

/** What runs before what has ended, the latest first. */
function runningFirst(a: RendererProcess, b: RendererProcess): number {
  if ((a.endedAt === null) !== (b.endedAt === null)) return a.endedAt === null ? -1 : 1;
  return Date.parse(b.endedAt ?? b.startedAt) - Date.parse(a.endedAt ?? a.startedAt);
}

function spansOf(renderer: RendererProcess, ago: (time: string) => number): readonly Span[] {
  const { program, scene, pid, startedAt, endedAt, exitStatus, cpuPercent, frames } = renderer;
  const told = [span(cellText(program), 'strong')];
  if (scene !== null) told.push(span(cellText(scene)));
  if (frames !== null) told.push(span(`frames ${cellText(frames)}`));
  told.push(span(`pid ${pid}`, 'dim'));
  if (endedAt === null) {
    told.push(span(`for ${formatDuration(ago(startedAt))}`));
    if (cpuPercent !== null) told.push(span(`CPU ${formatPercent(cpuPercent)}`));
  } else {
    const status = exitStatus === null ? '' : ` with status ${exitStatus}`;
    told.push(span(`ended ${formatDuration(ago(endedAt))} ago${status}`, exitStatus ? 'bad' : 'dim'));
  }
  return told;
}
