/** A panel: a border drawn by hand with a title, what is set, the position, and what remains. */
import type { Chrome } from './chrome.ts';
import { fitLine, lineWidth, type SpanLine, span } from './spans.ts';
import type { GlyphSet } from './theme.ts';

export interface PanelText {
  readonly title: SpanLine;
  readonly settings?: SpanLine;
  readonly position?: SpanLine;
  readonly remains?: SpanLine;
}

/** A rule across a panel: a heading in it, or all of it as it is drawn between the borders. */
export type Rule = { readonly rule: SpanLine } | { readonly drawnRule: SpanLine };

/** A line of a panel: text between the borders, or a rule. */
export type PanelLine = SpanLine | Rule;

export function rule(heading: string): Rule {
  return { rule: [span(heading, 'strong')] };
}

export function isRule(line: PanelLine): line is Rule {
  return !Array.isArray(line);
}

/** The content framed; without room for a border the content alone. Always `innerRows` lines of content. */
export function panel(
  text: PanelText,
  content: readonly PanelLine[],
  chrome: Chrome,
  glyphs: GlyphSet,
): readonly SpanLine[] {
  const width = chrome.innerColumns;
  const side = span(glyphs.vertical, 'border');
  const lines: SpanLine[] = [];
  for (let row = 0; row < chrome.innerRows; row++) {
    const line = content[row] ?? [];
    if (isRule(line)) {
      const whole = ruleLine(line, width, glyphs);
      lines.push(chrome.border ? whole : whole.slice(1, -1));
    } else {
      const fitted = fitLine(line, width, glyphs.ellipsis);
      lines.push(chrome.border ? [side, ...fitted, side] : fitted);
    }
  }
  if (!chrome.border) return lines;
  return [
    edge({ left: text.title, right: text.settings, corners: glyphs.top }, width, glyphs),
    ...lines,
    edge({ left: text.position, right: text.remains, corners: glyphs.bottom }, width, glyphs),
  ];
}

function ruleLine(line: Rule, width: number, glyphs: GlyphSet): SpanLine {
  if ('rule' in line) return edge({ left: line.rule, corners: glyphs.rule }, width, glyphs);
  const [left, right] = glyphs.rule;
  return [span(left, 'border'), ...fitLine(line.drawnRule, width), span(right, 'border')];
}

interface Edge {
  readonly left?: SpanLine | undefined;
  readonly right?: SpanLine | undefined;
  readonly corners: readonly [left: string, right: string];
}

/** A horizontal line of `width` cells between its corners with a text at each end; the right one gives way to the left. */
function edge({ left, right, corners }: Edge, width: number, glyphs: GlyphSet): SpanLine {
  const line = glyphs.horizontal;
  const start = left && left.length > 0 ? [span(`${line} `, 'border'), ...left, span(' ')] : [];
  const leftPart =
    lineWidth(start) < width ? start : [...fitLine(start, Math.max(0, width - 2), glyphs.ellipsis), span(' ')];
  const end = right && right.length > 0 ? [span(' '), ...right, span(` ${line}`, 'border')] : [];
  const rightPart = lineWidth(end) < width - lineWidth(leftPart) ? end : [];
  const rule = line.repeat(Math.max(0, width - lineWidth(leftPart) - lineWidth(rightPart)));
  return fitLine(
    [span(corners[0], 'border'), ...leftPart, span(rule, 'border'), ...rightPart, span(corners[1], 'border')],
    width + 2,
  );
}
