/**
 * Microsoft Teams' workflows ("when a Teams webhook request is received"): an adaptive card
 * (https://adaptivecards.io/explorer/). Text runs, unlike text blocks, know no Markdown.
 */
import type { MessageText, Tone } from '../notice-text.ts';

const COLOURS: Readonly<Record<Tone, string>> = { crit: 'attention', warn: 'warning', info: 'accent', good: 'good' };

export function teamsBody({ title, lines, tone }: MessageText): unknown {
  const heading = { type: 'TextRun', text: title, weight: 'bolder', color: COLOURS[tone] };
  const card = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    body: [paragraph(heading), ...lines.map((text) => paragraph({ type: 'TextRun', text }))],
  };
  return {
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content: card }],
  };
}

function paragraph(run: unknown): unknown {
  return { type: 'RichTextBlock', inlines: [run] };
}
