/** What stands in the place of the table while there is nothing to list: what is awaited, and how to get it. */
import { cutCells } from '../../shared/text-cells.ts';
import { cellText } from './cell-text.ts';
import type { Chrome } from './chrome.ts';
import { lossOf } from './connection.ts';
import { contextOf } from './key-context.ts';
import { lineWidth, type SpanLine, span } from './spans.ts';
import type { TuiState } from './state.ts';

export function emptyContent(state: TuiState, chrome: Chrome): readonly SpanLine[] {
  const width = Math.max(1, chrome.innerColumns - 4);
  const lines = messageOf(state).flatMap(({ text, strong }) =>
    wrapped(text, width).map((part): SpanLine => [span(part, strong ? 'strong' : 'plain')]),
  );
  const above = Math.max(0, Math.floor((chrome.innerRows - lines.length) / 3));
  return [
    ...Array.from({ length: above }, (): SpanLine => []),
    ...lines.map(
      (line): SpanLine => [
        span(' '.repeat(Math.max(0, Math.floor((chrome.innerColumns - lineWidth(line)) / 2)))),
        ...line,
      ],
    ),
  ];
}

interface Sentence {
  readonly text: string;
  readonly strong?: boolean;
}

function messageOf(state: TuiState): readonly Sentence[] {
  const { connection, fleet, list, hubUrl } = state;
  const hub = cellText(hubUrl);
  if (fleet && fleet.nodes.size > 0)
    return [
      { text: `No node matches "${cellText(list.filter)}".`, strong: true },
      { text: '' },
      { text: 'esc clears the filter.' },
    ];
  if (fleet)
    return [
      { text: 'No node has reported yet.', strong: true },
      { text: '' },
      { text: 'On a render node, start the agent with the directory it renders into:' },
      { text: `sentry-agent --hub ${hub} DIR` },
    ];
  const loss = lossOf(connection);
  if (loss)
    return [
      { text: `No connection to ${hub}`, strong: true },
      { text: '' },
      { text: cellText(loss.reason) },
      { text: '' },
      { text: `r tries again now, ${contextOf(state) === 'nodes' ? 'q quits' : 'esc goes back'}.` },
    ];
  return [
    { text: `Connecting to ${hub}`, strong: true },
    { text: '' },
    { text: 'The nodes appear as soon as the hub answers.' },
  ];
}

/** The text in lines of at most `width` cells, broken between words. */
function wrapped(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && lineWidth([span(longer)]) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line].map((part) => cutCells(part, width));
}
