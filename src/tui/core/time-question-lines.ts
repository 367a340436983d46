/** The question "done by when?" and its answer, as lines of the open node's job. */
import { cellText } from './cell-text.ts';
import type { DetailLook } from './detail-content.ts';
import { flowed } from './flowed.ts';
import { forecastPieces } from './forecast-words.ts';
import { type SpanLine, span } from './spans.ts';
import { TIME_EXAMPLES } from './time-asked.ts';
import type { TimeQuestion } from './time-question.ts';

/** Nothing where nothing is asked, or what was asked is another job's. */
export function questionLines(question: TimeQuestion | null, jobId: string, look: DetailLook): readonly SpanLine[] {
  if (!question) return [];
  const { editing, text, problem, asked } = question;
  const lines: SpanLine[] = [];
  if (editing)
    lines.push([
      span(' done by  '),
      span(cellText(text), 'accent'),
      span(look.glyphs.cursor, 'key'),
      span(`   ${TIME_EXAMPLES}`, 'dim'),
    ]);
  if (problem !== null) lines.push([span(` ${cellText(problem)}`, 'warn')]);
  else if (!editing && asked?.jobId === jobId)
    lines.push(...flowed([span('done by', 'dim'), ...answerSpans(question, look)], look));
  return lines;
}

function answerSpans({ answer }: TimeQuestion, { state }: DetailLook) {
  if (!answer) return [span('asking the hub', 'dim')];
  const [chance = '', ...rest] = forecastPieces(answer, state.now.wall);
  return [span(chance, 'strong'), ...rest.map((piece) => span(piece))];
}
