/** Discord's webhooks (https://discord.com/developers/docs/resources/webhook): one embed, and nobody is mentioned. */
import type { Millis } from '../../../shared/clock.ts';
import type { MessageText, Tone } from '../notice-text.ts';

const COLOURS: Readonly<Record<Tone, number>> = { crit: 0xd93025, warn: 0xf2a600, info: 0x4285f4, good: 0x34a853 };

/** Longest texts that an embed may bear. */
const TITLE_LENGTH = 256;
const DESCRIPTION_LENGTH = 4096;

export function discordBody({ title, lines, tone }: MessageText, at: Millis): unknown {
  const embed = {
    title: escapedWithin([title], TITLE_LENGTH),
    description: escapedWithin(lines, DESCRIPTION_LENGTH),
    color: COLOURS[tone],
    timestamp: new Date(at).toISOString(),
  };
  return { embeds: [embed], allowed_mentions: { parse: [] } };
}

/** Whole lines, as many as fit, but of the first at least a part: an escape cut in two would be a mark again. */
function escapedWithin(lines: readonly string[], length: number): string {
  let text = '';
  for (const line of lines) {
    const begin = text === '' ? '' : '\n';
    if (text.length + begin.length + escaped(line).length > length) {
      return text === '' ? escapedBegin(line, length) : text;
    }
    text += begin + escaped(line);
  }
  return text;
}

function escapedBegin(line: string, length: number): string {
  let text = '';
  for (const character of line) {
    if (text.length + escaped(character).length > length) break;
    text += escaped(character);
  }
  return text;
}

/** Whatever Discord's Markdown knows as a mark stands for itself behind a backslash. */
function escaped(text: string): string {
  return text.replace(/[\\`*_~|>#<[\]():@+-]/g, '\\$&');
}
