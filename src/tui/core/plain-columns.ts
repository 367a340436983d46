/** The chosen columns without a screen: as a table of text, the levels told by the signs that the screen has. */
import { NODE_TEXTS, type NodeText } from '../../shared/farm-text.ts';
import type { RenderNodeSummary } from '../../shared/protocol/render-node.ts';
import { TABLE_GLYPHS } from '../../shared/state-looks.ts';
import { UNKNOWN } from '../../shared/units.ts';
import type { AlertBook } from './alert-book.ts';
import { SEVERITY_LOOKS } from './alert-stand.ts';
import { columnLevel, LEVEL_LOOKS } from './column-levels.ts';
import { type FigureColumn, figureText, shownValue, wordsText } from './node-cells.ts';
import { type ColumnName, TABLE_COLUMNS } from './table-columns.ts';

const GLYPHS = TABLE_GLYPHS.unicode;
const WIDEST_WORDS = 64;

/** What the dashboard alone has seen, as lines of the last minutes, is left out. */
export function plainColumns(columns: readonly ColumnName[], alerts: AlertBook['openByNode']): readonly NodeText[] {
  return [NODE_TEXTS.glyph, ...columns.flatMap((name) => nodeText(name, alerts) ?? [])];
}

function nodeText(name: ColumnName, alerts: AlertBook['openByNode']): NodeText | null {
  switch (name) {
    case 'node':
    case 'state':
    case 'job':
    case 'progress':
    case 'percent':
    case 'frames':
    case 'eta':
    case 'seen':
      return NODE_TEXTS[name];
    case 'spark':
    case 'trend':
      return null;
    case 'alerts':
      return figureColumn(name, (node) => alertsText(node, alerts));
    case 'tags':
    case 'version':
    case 'host':
    case 'reason':
      return {
        column: { title: TABLE_COLUMNS[name].title, align: 'left', widest: WIDEST_WORDS },
        text: (node) => wordsText(name, node),
      };
    default:
      return figureColumn(name, (node) => judgedText(name, node));
  }
}

function figureColumn(name: ColumnName, text: NodeText['text']): NodeText {
  return { column: { title: TABLE_COLUMNS[name].title.replace('°', ' TEMP'), align: 'right', widest: 20 }, text };
}

function judgedText(name: FigureColumn, node: RenderNodeSummary): string {
  const value = shownValue(name, node);
  const level = columnLevel(name, value, node);
  const glyph = level === null ? null : LEVEL_LOOKS[level].glyph;
  return (glyph === null ? '' : GLYPHS[glyph]) + figureText(name, value, 'C');
}

function alertsText({ id }: RenderNodeSummary, alerts: AlertBook['openByNode']): string {
  const open = alerts.get(id);
  return open ? `${GLYPHS[SEVERITY_LOOKS[open.worst].glyph]}${open.count}` : UNKNOWN;
}
