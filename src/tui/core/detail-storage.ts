/** The open node's directories and disks: what it watches, what space is left, what moves. */
import type { FileSystemSample, HardwareSample } from '../../shared/protocol/hardware.ts';
import type { RenderNodeDetail } from '../../shared/protocol/render-node.ts';
import type { WatchRootReport } from '../../shared/protocol/sequence.ts';
import { SHARE } from '../../shared/thresholds.ts';
import { formatBytes, formatPercent, percentOf } from '../../shared/units.ts';
import { cellText } from './cell-text.ts';
import type { DetailLook } from './detail-content.ts';
import { flowed } from './flowed.ts';
import { progressBar } from './graphs.ts';
import { plainGlyphs, toneAbove } from './node-row.ts';
import { type PanelLine, rule } from './panel.ts';
import { type Span, type SpanLine, span } from './spans.ts';

export function storageLines(detail: RenderNodeDetail, look: DetailLook): readonly PanelLine[] {
  const { roots = [], hardware } = detail.report;
  const disks = hardware?.fileSystems ?? [];
  const traffic = trafficSpans(hardware ?? null);
  return [
    ...(roots.length === 0 ? [] : [rule('watches'), ...roots.map((root) => rootLine(root, look))]),
    ...(disks.length === 0 ? [] : [rule('disks'), ...disks.map((disk) => diskLine(disk, look))]),
    ...(traffic.length === 0 ? [] : [rule('traffic'), ...flowed(traffic, look)]),
  ];
}

function rootLine(root: WatchRootReport, { glyphs }: DetailLook): SpanLine {
  const broken = root.status === 'missing' || root.status === 'unreadable';
  const [glyph, tone] = broken ? ([glyphs.down, 'bad'] as const) : ([glyphs.rendering, 'good'] as const);
  const count = `${root.files} ${root.files === 1 ? 'file' : 'files'} in ${root.directories} ${root.directories === 1 ? 'directory' : 'directories'}`;
  return [
    span(` ${glyph} `, tone),
    span(cellText(root.path)),
    span(`   ${root.status}`, broken ? 'bad' : 'dim'),
    span(`   ${root.reason === null ? count : cellText(root.reason)}`, 'dim'),
  ];
}

const DISK_BAR_CELLS = 12;

function diskLine(disk: FileSystemSample, { glyphs }: DetailLook): SpanLine {
  const used = percentOf(disk.totalBytes - disk.freeBytes, disk.totalBytes);
  const bar = progressBar(used ?? 0, DISK_BAR_CELLS, glyphs);
  const tone = toneAbove(used, { warn: SHARE.hot, hot: 97 });
  return [
    span(' '),
    span(bar.filled, tone === 'plain' ? 'accent' : tone),
    span(bar.track, 'track'),
    span(plainGlyphs(formatPercent(used), glyphs).padStart(5), tone),
    span(`   ${formatBytes(disk.freeBytes)} free of ${formatBytes(disk.totalBytes)}   `),
    span(cellText(disk.mount)),
    span(disk.holdsOutput ? '   output' : '', 'accent'),
    span(`   ${cellText(disk.type)}`, 'dim'),
  ];
}

function trafficSpans(hardware: HardwareSample | null): readonly Span[] {
  const pieces: Span[] = [];
  for (const { name, receivedBytesPerSecond: received, sentBytesPerSecond: sent } of hardware?.network ?? []) {
    if (received === null && sent === null) continue;
    pieces.push(span(`${cellText(name)} in ${rate(received)} out ${rate(sent)}`));
  }
  const disks = hardware?.disks;
  if (disks && (disks.readBytesPerSecond !== null || disks.writtenBytesPerSecond !== null))
    pieces.push(span(`disks read ${rate(disks.readBytesPerSecond)} write ${rate(disks.writtenBytesPerSecond)}`));
  return pieces;
}

function rate(bytesPerSecond: number | null): string {
  return bytesPerSecond === null ? 'unknown' : `${formatBytes(bytesPerSecond)}/s`;
}
