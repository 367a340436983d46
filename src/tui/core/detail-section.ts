/** A part of what is known of a machine, under a heading of its own; what is most alarming stands first. */
import type { Level, Levels } from '../../shared/protocol/threshold.ts';
import { type MetricName, seriesKey } from '../../shared/telemetry/metrics.ts';
import { defaultThreshold, levelOf, rankOfLevel } from '../../shared/telemetry/thresholds.ts';
import type { DetailLook } from './detail-content.ts';
import { flowed } from './flowed.ts';
import { plainGlyphs } from './node-row.ts';
import { type PanelLine, rule } from './panel.ts';
import { type Span, type SpanLine, span } from './spans.ts';
import type { GlyphSet, Tone } from './theme.ts';

export interface Section {
  readonly heading: string;
  readonly lines: readonly SpanLine[];
  /** The worst of what it tells; null where all is well. */
  readonly level: Level | null;
}

/** All that have something to tell, each under its rule. */
export function sectionLines(sections: readonly Section[]): readonly PanelLine[] {
  return sections
    .filter(({ lines }) => lines.length > 0)
    .toSorted((a, b) => rankOfLevel(b.level) - rankOfLevel(a.level))
    .flatMap(({ heading, lines }): readonly PanelLine[] => [rule(heading), ...lines]);
}

export function worstLevel(levels: readonly (Level | null)[]): Level | null {
  return levels.reduce((worst, level) => (rankOfLevel(level) > rankOfLevel(worst) ? level : worst), null);
}

/** What is only worth noticing is no colour worth. */
export function toneOf(level: Level | null, usual: Tone = 'plain'): Tone {
  if (level === 'crit') return 'bad';
  return level === 'warn' ? 'warn' : usual;
}

/** The sign of what is told by its colour, as that of a level: colour alone tells nothing. */
export function signOf(tone: Tone, glyphs: GlyphSet): string {
  if (tone === 'bad') return glyphs.down;
  return tone === 'warn' ? glyphs.warning : '';
}

/** A figure of one series, as the hub judges it; by the defaults where it told nothing of levels. */
export type Judge = (metric: MetricName, label: string | null, value: number | null | undefined) => Level | null;

export function judgeBy(levels: Levels | undefined): Judge {
  return (metric, label, value) => {
    if (levels) return levels[seriesKey(metric, label)] ?? null;
    return levelOf(defaultThreshold(metric), value ?? null);
  };
}

/** Something in a few words, and how alarming it is. */
export interface Remark {
  readonly text: string;
  readonly level: Level | null;
  readonly tone?: Tone;
}

/** Remarks one after the other, the most alarming first, each with a sign where it is alarming. */
export function remarkLines(remarks: readonly Remark[], look: DetailLook): readonly SpanLine[] {
  const sorted = remarks.toSorted((a, b) => rankOfLevel(b.level) - rankOfLevel(a.level));
  return flowed(
    sorted.map((remark) => remarkSpan(remark, look)),
    look,
  );
}

export function remarkSpan({ text, level, tone }: Remark, { glyphs }: DetailLook): Span {
  const sign = signOf(toneOf(level), glyphs);
  return span(`${sign}${sign && ' '}${plainGlyphs(text, glyphs)}`, toneOf(level, tone));
}

export function sectionOf(heading: string, remarks: readonly Remark[], look: DetailLook): Section {
  return { heading, lines: remarkLines(remarks, look), level: worstLevel(remarks.map(({ level }) => level)) };
}
