import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Alert } from '../../shared/protocol/alert.ts';
import { messageBody } from './message-body.ts';
import type { Message, Notice } from './notice.ts';
import type { ReceiverKind } from './receiver-config.ts';
import { madeUpAlert } from './testing/made-up-alert.ts';

const AT = Date.UTC(2026, 0, 1, 12);
const KINDS: readonly ReceiverKind[] = ['slack', 'discord', 'ntfy', 'teams', 'json', 'exec'];
const CHATS: readonly ReceiverKind[] = ['slack', 'discord', 'ntfy', 'teams'];

function bodyOf(kind: ReceiverKind, notices: readonly Notice[], isTest = false) {
  const message: Message = { farm: 'lon', at: AT, notices, isTest };
  return JSON.parse(messageBody(kind, message, 'farm-alerts'));
}

function raised(fields: Partial<Alert> = {}): Notice {
  return { change: 'raised', alert: madeUpAlert(fields) };
}

const OVER: Notice = {
  change: 'cleared',
  alert: madeUpAlert({ state: 'cleared', clearedAt: '2026-01-01T01:04:00.000Z', details: ['It was hot.'] }),
};

describe('messageBody', () => {
  it('is blocks of plain text for Slack', () => {
    expect(bodyOf('slack', [raised({ message: 'a < b & c' })])).toEqual({
      text: 'Warning: rn-07: a &lt; b &amp; c',
      mrkdwn: false,
      parse: 'none',
      link_names: false,
      unfurl_links: false,
      unfurl_media: false,
      blocks: [
        { type: 'section', text: { type: 'plain_text', text: 'Warning: rn-07: a &lt; b &amp; c', emoji: false } },
        {
          type: 'section',
          text: { type: 'plain_text', text: 'Since 2026-01-01T00:00:00.000Z\nFarm lon', emoji: false },
        },
      ],
    });
  });

  it('is an embed that mentions nobody for Discord', () => {
    expect(bodyOf('discord', [{ change: 'worse', alert: madeUpAlert({ severity: 'crit' }) }])).toEqual({
      embeds: [
        {
          title: 'Now critical\\: rn\\-07\\: GPU0 91° above 88°',
          description: 'Since 2026\\-01\\-01T00\\:00\\:00.000Z\nFarm lon',
          color: 0xd93025,
          timestamp: '2026-01-01T12:00:00.000Z',
        },
      ],
      allowed_mentions: { parse: [] },
    });
  });

  it('is JSON with priority and tags for ntfy', () => {
    expect(bodyOf('ntfy', [OVER])).toEqual({
      topic: 'farm-alerts',
      title: 'Over: rn-07: GPU0 91° above 88°',
      message: 'It was hot.\nFrom 2026-01-01T00:00:00.000Z to 2026-01-01T01:04:00.000Z\nFarm lon',
      priority: 2,
      tags: ['white_check_mark'],
    });
  });

  it('is an adaptive card of text runs for Teams', () => {
    const { type, attachments } = bodyOf('teams', [raised({ jobTitle: 'sq010', details: ['Slowed down.'] })]);
    expect(type).toBe('message');
    expect(attachments).toHaveLength(1);
    expect(attachments[0].contentType).toBe('application/vnd.microsoft.card.adaptive');
    expect(attachments[0].content.body).toEqual([
      run({ text: 'Warning: rn-07: GPU0 91° above 88°', weight: 'bolder', color: 'warning' }),
      run({ text: 'Slowed down.' }),
      run({ text: 'Job sq010' }),
      run({ text: 'Since 2026-01-01T00:00:00.000Z' }),
      run({ text: 'Farm lon' }),
    ]);
  });

  it.each(['json', 'exec'] as const)('is the alerts themselves for %s', (kind) => {
    expect(bodyOf(kind, [raised(), OVER])).toEqual({
      version: 1,
      farm: 'lon',
      at: '2026-01-01T12:00:00.000Z',
      test: false,
      title: '2 alerts on lon',
      severity: 'warn',
      notices: [
        { change: 'raised', alert: madeUpAlert() },
        { change: 'cleared', alert: OVER.alert },
      ],
    });
  });

  it('tells the worst first in a digest, and counts what is too much', () => {
    const many = Array.from({ length: 40 }, (_, i) => raised({ id: `a${i}`, node: `rn-${i}` }));
    const { title, message, priority } = bodyOf('ntfy', [OVER, ...many, raised({ severity: 'crit', node: 'rn-99' })]);
    expect(title).toBe('42 alerts on lon');
    const lines = message.split('\n');
    expect(lines).toHaveLength(16);
    expect(lines[0]).toContain('Critical: rn-99');
    expect(lines.at(-1)).toBe('and 27 more');
    expect(priority).toBe(5);
  });

  it.each(KINDS)('says of a test that it is one (%s)', (kind) => {
    expect(JSON.stringify(bodyOf(kind, [], true)).toLowerCase()).toContain('test');
  });

  const HOSTILE = [
    '@everyone @here <!channel> <@U012345>',
    '[click](https://evil.example/x) https://evil.example www.evil.example',
    '<https://evil.example|click> <at>All</at>',
    '**bold** __x__ ~~y~~ `code` ||spoiler|| # big\n> quote',
    '"},"embeds":[{"title":"x',
    '\u001b]0;owned\u0007 \u202e\u2066\u200b \ud800',
    '{{7*7}} $(7*7) \\',
  ];

  it.each(CHATS)('holds no mark, mention or link of a hostile name (%s)', (kind) => {
    for (const text of HOSTILE) {
      const notice = raised({ node: text, message: text, jobTitle: text, details: [text], label: text });
      for (const notices of [[notice], [notice, notice]]) {
        const words = wordsOf(kind, bodyOf(kind, notices)).join('\n');
        expect(words).not.toMatch(
          /:\/\/|\bwww\.|[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ud800-\udfff]/,
        );
        if (kind === 'slack') expect(words).not.toMatch(/[<>]/);
        if (kind === 'discord') expect(words.replace(/\\[^a-z0-9\s]/gi, '')).not.toMatch(/[`*_~|>#<[\]()@\\]/);
      }
    }
  });

  it.each(KINDS)('is JSON of a bounded size whatever the names are (%s)', (kind) => {
    const text = fc.string({ unit: 'binary', maxLength: 512 });
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 30 }), (names) => {
        const notices = names.map(([node, message]) => raised({ node, message, jobTitle: message, details: [node] }));
        const body = bodyOf(kind, notices);
        for (const words of wordsOf(kind, body)) expect(Buffer.byteLength(words)).toBeLessThan(12_500);
        if (kind === 'slack') for (const words of wordsOf(kind, body)) expect(words.length).toBeLessThanOrEqual(15_000);
        if (kind === 'discord') expect(body.embeds[0].description.length).toBeLessThanOrEqual(4096);
        if (kind === 'ntfy') expect(Buffer.byteLength(body.message)).toBeLessThanOrEqual(4096);
      }),
      { numRuns: 40 },
    );
  });
});

function run(fields: object) {
  return { type: 'RichTextBlock', inlines: [{ type: 'TextRun', ...fields }] };
}

interface Block {
  readonly text: { readonly text: string };
}
interface Paragraph {
  readonly inlines: readonly { readonly text: string }[];
}

/** All that a person reads of it. */
function wordsOf(kind: ReceiverKind, body: ReturnType<typeof bodyOf>): readonly string[] {
  switch (kind) {
    case 'slack':
      return [body.text, ...body.blocks.map((block: Block) => block.text.text)];
    case 'discord':
      return [body.embeds[0].title, body.embeds[0].description];
    case 'ntfy':
      return [body.title, body.message];
    case 'teams':
      return body.attachments[0].content.body.flatMap(({ inlines }: Paragraph) => inlines.map(({ text }) => text));
    case 'json':
    case 'exec':
      return [body.title];
  }
}
