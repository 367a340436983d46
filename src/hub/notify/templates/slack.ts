/**
 * Slack's incoming webhooks (https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks): blocks of
 * plain text, in which nothing is a mark; the text before them is what a notification shows.
 */
import type { MessageText } from '../notice-text.ts';

export function slackBody({ title, lines }: MessageText): unknown {
  return {
    text: escaped(title),
    mrkdwn: false,
    parse: 'none',
    link_names: false,
    unfurl_links: false,
    unfurl_media: false,
    blocks: [section(title), ...(lines.length > 0 ? [section(lines.join('\n'))] : [])],
  };
}

/** The three characters of which Slack makes mentions and links; in plain text of a block, too, they are read back. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function section(text: string): unknown {
  return { type: 'section', text: { type: 'plain_text', text: escaped(text), emoji: false } };
}
