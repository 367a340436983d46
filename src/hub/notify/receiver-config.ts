/** `receivers:` of the hub's YAML: who is told of alerts, and of which. Their addresses are secrets. */
import { validateHeaderName, validateHeaderValue } from 'node:http';
import * as Type from 'typebox';
import { ConfigError } from '../../shared/config.ts';
import { AlertKind, AlertSeverity } from '../../shared/protocol/alert.ts';

export const ReceiverKind = Type.Union([
  Type.Literal('slack'),
  Type.Literal('discord'),
  Type.Literal('ntfy'),
  Type.Literal('teams'),
  Type.Literal('json'),
  Type.Literal('exec'),
]);
export type ReceiverKind = Type.Static<typeof ReceiverKind>;

const TimeOfDay = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' });
const Weekday = Type.Union([
  Type.Literal('mon'),
  Type.Literal('tue'),
  Type.Literal('wed'),
  Type.Literal('thu'),
  Type.Literal('fri'),
  Type.Literal('sat'),
  Type.Literal('sun'),
]);
export type Weekday = Type.Static<typeof Weekday>;

export const QuietHours = Type.Object(
  {
    /** `22:00`; from a later to an earlier time is over midnight, from one time to the same the whole day. */
    from: TimeOfDay,
    to: TimeOfDay,
    /** On which days it begins; all where absent. */
    days: Type.Optional(Type.Array(Weekday, { minItems: 1 })),
    /** `Europe/Berlin`; the hub's own where absent. */
    timeZone: Type.Optional(Type.String({ minLength: 1 })),
    /** From this severity on it does not hold back. */
    except: Type.Optional(AlertSeverity),
  },
  { additionalProperties: false },
);
export type QuietHours = Type.Static<typeof QuietHours>;

const Patterns = Type.Optional(Type.Array(Type.String({ minLength: 1 }), { minItems: 1 }));

export const Receiver = Type.Object(
  {
    name: Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$' }),
    kind: ReceiverKind,
    /** Of all kinds but `exec`. */
    url: Type.Optional(Type.String({ minLength: 1, maxLength: 4096 })),
    /** Of `exec`: the program and its arguments, for which there is no shell. */
    command: Type.Optional(Type.Array(Type.String({ minLength: 1 }), { minItems: 1 })),
    headers: Type.Optional(Type.Record(Type.String(), Type.String())),
    /** The least that is told; `warn` where absent, `info` where `kinds` are named. */
    severity: Type.Optional(AlertSeverity),
    kinds: Type.Optional(Type.Array(AlertKind, { minItems: 1 })),
    /** Ids, `*` for any characters; likewise tags, and titles of jobs. What is named must hold. */
    nodes: Patterns,
    tags: Patterns,
    jobs: Patterns,
    /** Whether it is told that something is over; true where absent. */
    sendCleared: Type.Optional(Type.Boolean()),
    quietHours: Type.Optional(Type.Array(QuietHours)),
    /** Messages; what is beyond goes together into one. 10 where absent. */
    perMinute: Type.Optional(Type.Integer({ minimum: 1, maximum: 600 })),
  },
  { additionalProperties: false },
);
export type Receiver = Type.Static<typeof Receiver>;

/** What the hub says itself in each request. */
const OWN_HEADERS = new Set(['content-length', 'content-type', 'host', 'transfer-encoding', 'connection', 'expect']);

/** Throws ConfigError on what the schema cannot tell; no sentence holds an address or another value. */
export function checkReceivers(receivers: readonly Receiver[]): void {
  const names = new Set<string>();
  for (const receiver of receivers) {
    if (names.has(receiver.name)) throw mistake(receiver, 'bears a name that another has; give each its own');
    names.add(receiver.name);
    checkTarget(receiver);
    for (const [name, value] of Object.entries(receiver.headers ?? {})) checkHeader(receiver, name, value);
    for (const { timeZone } of receiver.quietHours ?? [])
      if (timeZone !== undefined && !isTimeZone(timeZone))
        throw mistake(receiver, 'names a timeZone that is none; write one as Europe/Berlin');
  }
}

function checkTarget(receiver: Receiver): void {
  const { kind, url, command, headers } = receiver;
  if (kind === 'exec') {
    if (!command) throw mistake(receiver, 'is of kind exec and needs command: [PROGRAM, ARGUMENT…]');
    if (/^[^/]+\//.test(command[0] ?? ''))
      throw mistake(receiver, 'has a command that is neither a whole path, /usr/local/bin/page, nor a name alone');
    if (command.some((word) => word.includes('\0'))) throw mistake(receiver, 'has a NUL in its command');
    if (url !== undefined || headers) throw mistake(receiver, 'is of kind exec, which has no url and no headers');
    return;
  }
  if (command) throw mistake(receiver, `has a command, which only kind exec has; it is of kind ${kind}`);
  const parsed = url !== undefined && URL.canParse(url) ? new URL(url) : null;
  if (parsed === null || !/^https?:$/.test(parsed.protocol))
    throw mistake(receiver, 'needs a url that begins with https:// or http://');
  if (kind === 'ntfy' && !/^\/(?:.*\/)?[\w-]+$/.test(parsed.pathname))
    throw mistake(receiver, 'needs the url of a topic, https://ntfy.example.org/TOPIC');
}

function checkHeader(receiver: Receiver, name: string, value: string): void {
  if (OWN_HEADERS.has(name.toLowerCase())) throw mistake(receiver, 'names a header that the hub sets itself');
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
  } catch {
    throw mistake(receiver, 'has a header with a character that HTTP cannot bear');
  }
}

function isTimeZone(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return true;
  } catch {
    return false;
  }
}

function mistake({ name }: Receiver, what: string): ConfigError {
  return new ConfigError(`The receiver "${name}" ${what}; correct receivers in the configuration and start again.`);
}
