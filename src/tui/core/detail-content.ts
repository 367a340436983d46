/** Everything that is known of the open node, as lines; the panel shows as many as fit, from the scrolled one on. */
import type { RenderNodeDetail } from '../../shared/protocol/render-node.ts';
import { formatDuration } from '../../shared/units.ts';
import { cellText } from './cell-text.ts';
import { chromeOf } from './chrome.ts';
import { alertLines } from './detail-alerts.ts';
import { nodeGraphs } from './detail-graphs.ts';
import { hardwareLines } from './detail-hardware.ts';
import { jobLines } from './detail-job.ts';
import type { DetailState } from './detail-state.ts';
import type { NodeEntry } from './fleet-view.ts';
import { flowed } from './flowed.ts';
import { graphsOver, gridOf } from './graph-room.ts';
import { rangeOf } from './history-range.ts';
import { plainGlyphs } from './node-row.ts';
import { nodeStatus, STATUS_LOOKS } from './node-status.ts';
import { type PanelLine, rule } from './panel.ts';
import { type SpanLine, span } from './spans.ts';
import type { TuiState } from './state.ts';
import { type GlyphSet, glyphSet } from './theme.ts';
import { reasonOf } from './trouble-line.ts';

/** What every part of the detail needs to know of its place. */
export interface DetailLook {
  readonly width: number;
  readonly glyphs: GlyphSet;
  readonly state: TuiState;
}

export function detailContent(state: TuiState, open: DetailState): readonly PanelLine[] {
  const entry = state.fleet?.nodes.get(open.nodeId);
  const look: DetailLook = {
    width: chromeOf(state.columns, state.rows).innerColumns - 1,
    glyphs: glyphSet(state.glyphs),
    state,
  };
  if (!entry)
    return [
      [span(' The hub has forgotten this node; it comes back with its next report.')],
      [span(' esc goes back.', 'dim')],
    ];
  const detail = open.loaded?.detail ?? null;
  const grid = gridOf(state);
  return [
    ...alertLines(open.nodeId, look),
    ...reasonLines(entry, look),
    ...identityLines(entry, detail, look),
    ...loadingLines(open),
    ...jobLines(entry, open, look),
    ...(grid ? [] : [rule(rangeOf(state.graphs.range).words)]),
    ...graphsOver(nodeGraphs(entry, detail, look), grid, {
      look: { width: look.width + 1, view: state.graphs.view, now: state.now.monotonic, glyphs: look.glyphs },
      below: [...(open.loaded ? hardwareLines(open.loaded, look) : []), ...(detail ? problemLines(detail, look) : [])],
    }),
  ];
}

function reasonLines(entry: NodeEntry, { state, glyphs }: DetailLook): readonly SpanLine[] {
  const status = nodeStatus(entry, state);
  const silent = status === 'stale' || status === 'offline';
  if (!silent && entry.summary.reason === null) return [];
  const reason = plainGlyphs(reasonOf({ entry, status }, state.now), glyphs);
  return [[span(` ${reason}`, STATUS_LOOKS[status].tone)]];
}

function identityLines(entry: NodeEntry, detail: RenderNodeDetail | null, look: DetailLook): readonly SpanLine[] {
  const { summary } = entry;
  const report = detail?.report;
  const parts = [
    summary.hostname === summary.id ? undefined : summary.hostname,
    report?.os,
    report?.cpu,
    report?.gpu === 'none' ? 'no GPU' : report?.gpu,
    summary.agentVersion === null ? undefined : `agent ${summary.agentVersion}`,
    summary.tags.length === 0 ? undefined : `tags ${summary.tags.join(', ')}`,
    skewText(detail?.clockSkewSeconds ?? null),
  ];
  const known = parts.filter((part) => part !== undefined && part !== '').map((part) => span(cellText(`${part}`)));
  return flowed(known, look);
}

/** A clock that is off by more than this falsifies what the node's files say of time. */
const NOTED_SKEW_SECONDS = 5;

function skewText(skew: number | null): string | undefined {
  if (skew === null || Math.abs(skew) < NOTED_SKEW_SECONDS) return undefined;
  return `clock ${formatDuration(Math.abs(skew))} ${skew > 0 ? 'behind' : 'ahead'}`;
}

function loadingLines(open: DetailState): readonly SpanLine[] {
  if (open.problem !== null) return [[span(` ${cellText(open.problem)}`, 'warn')]];
  return open.loaded ? [] : [[span(' Waiting for what the hub knows of this node.', 'dim')]];
}

function problemLines(detail: RenderNodeDetail, look: DetailLook): readonly PanelLine[] {
  const problems = detail.report.problems ?? [];
  if (problems.length === 0) return [];
  return [
    rule('problems on the node'),
    ...problems.map(
      ({ source, message }): SpanLine => [
        span(` ${look.glyphs.warning} `, 'warn'),
        span(`${cellText(source)}: ${cellText(message)}`),
      ],
    ),
  ];
}
