/** A message in words, as all chats are told it: names from elsewhere are made harmless here, each chat's marks where they are written. */
import { cutText } from '../../shared/cut-text.ts';
import { displaySafe } from '../../shared/display-safe.ts';
import type { Alert, AlertSeverity } from '../../shared/protocol/alert.ts';
import { worst } from '../core/alerts/severity.ts';
import type { Message, Notice } from './notice.ts';

/** How a message looks: `good` is told where all of it is over. */
export type Tone = AlertSeverity | 'good';

export interface MessageText {
  readonly title: string;
  readonly lines: readonly string[];
  readonly tone: Tone;
}

const LONGEST_TITLE = 200;
const LONGEST_LINE = 180;
/** Of a digest: what is beyond is counted. */
const MOST_LINES = 15;

const WORDS: Readonly<Record<AlertSeverity, string>> = { info: 'Info', warn: 'Warning', crit: 'Critical' };

export function messageText(message: Message): MessageText {
  const { notices, farm, isTest } = message;
  const tone = toneOf(notices);
  const [only, ...more] = notices;
  if (isTest) {
    const lines = ['This is a test: nothing is wrong, and messages arrive.'];
    return { title: harmless(`Test from the hub of ${farm}`, LONGEST_TITLE), lines, tone: 'info' };
  }
  if (only && more.length === 0)
    return { title: harmless(headline(only), LONGEST_TITLE), lines: linesOf(only, farm), tone };
  const lines = bySeverity(notices)
    .slice(0, MOST_LINES)
    .map((notice) => harmless(headline(notice), LONGEST_LINE));
  const left = notices.length - lines.length;
  return {
    title: harmless(`${notices.length} alerts on ${farm}`, LONGEST_TITLE),
    lines: left > 0 ? [...lines, `and ${left} more`] : lines,
    tone,
  };
}

function toneOf(notices: readonly Notice[]): Tone {
  const open = notices.filter(({ change }) => change !== 'cleared');
  return open.length === 0 ? 'good' : worst(open.map(({ alert }) => alert.severity));
}

/** The worst first; what is over comes last. */
function bySeverity(notices: readonly Notice[]): readonly Notice[] {
  const tones: readonly Tone[] = ['crit', 'warn', 'info', 'good'];
  return tones.flatMap((tone) => notices.filter((notice) => toneOf([notice]) === tone));
}

/** `Critical: rn-07: GPU0 91° above 88°` */
function headline({ change, alert }: Notice): string {
  const subject = alert.node ?? alert.jobTitle;
  return `${changeWord(change, alert.severity)}: ${subject === null ? '' : `${subject}: `}${alert.message}`;
}

function changeWord(change: Notice['change'], severity: AlertSeverity): string {
  switch (change) {
    case 'raised':
    case 'happened':
      return WORDS[severity];
    case 'worse':
      return `Now ${WORDS[severity].toLowerCase()}`;
    case 'cleared':
      return 'Over';
  }
}

function linesOf({ change, alert }: Notice, farm: string): readonly string[] {
  const { details, node, jobTitle } = alert;
  const lines = [...details];
  if (node !== null && jobTitle !== null) lines.push(`Job ${jobTitle}`);
  lines.push(timeLine(change, alert));
  lines.push(`Farm ${farm}`);
  return lines.map((line) => harmless(line, LONGEST_LINE));
}

function timeLine(change: Notice['change'], { raisedAt, changedAt, clearedAt }: Alert): string {
  switch (change) {
    case 'raised':
    case 'worse':
      return `Since ${raisedAt}`;
    case 'happened':
      return `At ${changedAt}`;
    case 'cleared':
      return `From ${raisedAt} to ${clearedAt ?? changedAt}`;
  }
}

/** No character that a terminal or a chat would obey, no address that a chat would make a link of, and not too long. */
function harmless(text: string, length: number): string {
  const unlinked = displaySafe(text)
    .replaceAll('://', ': //')
    .replace(/\bwww\./gi, (begin) => `${begin.slice(0, -1)} .`);
  return unlinked.length <= length ? unlinked : `${cutText(unlinked, length - 1)}…`;
}
