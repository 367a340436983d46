/** ntfy's publishing as JSON (https://docs.ntfy.sh/publish/#publish-as-json): to the server's root, the topic inside. */
import type { MessageText, Tone } from '../notice-text.ts';

/** ntfy makes an attachment of a longer one. */
const MESSAGE_BYTES = 4096;

const LOOKS: Readonly<Record<Tone, { readonly priority: number; readonly tag: string }>> = {
  crit: { priority: 5, tag: 'rotating_light' },
  warn: { priority: 4, tag: 'warning' },
  info: { priority: 3, tag: 'information_source' },
  good: { priority: 2, tag: 'white_check_mark' },
};

export interface NtfyTarget {
  /** Where to publish to: the address without its topic. */
  readonly url: string;
  readonly topic: string;
}

/** Of `https://ntfy.example.org/farm-alerts`. */
export function ntfyTarget(address: string): NtfyTarget {
  const url = new URL(address);
  const cut = url.pathname.lastIndexOf('/') + 1;
  const topic = url.pathname.slice(cut);
  url.pathname = url.pathname.slice(0, cut);
  return { url: url.href, topic };
}

export function ntfyBody({ title, lines, tone }: MessageText, topic: string): unknown {
  const { priority, tag } = LOOKS[tone];
  return { topic, title, message: within(lines), priority, tags: [tag] };
}

function within(lines: readonly string[]): string {
  const kept: string[] = [];
  let left = MESSAGE_BYTES;
  for (const line of lines) {
    left -= Buffer.byteLength(line) + 1;
    if (left < 0) break;
    kept.push(line);
  }
  return kept.join('\n');
}
