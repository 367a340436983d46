import { terminalSafeJson } from '../../shared/display-safe.ts';
import type { Message } from './notice.ts';
import { messageText } from './notice-text.ts';
import type { ReceiverKind } from './receiver-config.ts';
import { discordBody } from './templates/discord.ts';
import { jsonBody } from './templates/json.ts';
import { ntfyBody } from './templates/ntfy.ts';
import { slackBody } from './templates/slack.ts';
import { teamsBody } from './templates/teams.ts';

/** The message as JSON text for a receiver of this kind; `topic` is ntfy's alone. */
export function messageBody(kind: ReceiverKind, message: Message, topic: string): string {
  return terminalSafeJson(JSON.stringify(bodyOf(kind, message, topic)));
}

function bodyOf(kind: ReceiverKind, message: Message, topic: string): unknown {
  const text = messageText(message);
  switch (kind) {
    case 'slack':
      return slackBody(text);
    case 'discord':
      return discordBody(text, message.at);
    case 'ntfy':
      return ntfyBody(text, topic);
    case 'teams':
      return teamsBody(text);
    case 'json':
    case 'exec':
      return jsonBody(message, text);
  }
}
