import type { TSchema } from 'typebox';
import { apiErrorOf, parseJson, retryAfterSeconds } from './hub-answer.ts';
import { createHubTransport, type HubAddress, type HubTransport, readAnswer } from './hub-request.ts';
import type { AnswerOf, AnyRoute, BodyOf } from './protocol/routes.ts';
import { type Check, checkerFor } from './protocol/validate.ts';

const ANSWER_LIMIT_BYTES = 64 * 1024 * 1024;

/**
 * Why a call to the hub did not succeed. `status` is the HTTP status, 0 when none came (network);
 * `message` is the hub's own sentence where it gave one.
 */
export class HubCallError extends Error {
  override readonly name = 'HubCallError';
  readonly status: number;
  readonly code: string;
  readonly retryAfterSeconds: number | null;

  constructor(status: number, code: string, message: string, retryAfterSeconds: number | null = null) {
    super(message);
    this.status = status;
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

export interface HubCall<R extends AnyRoute> {
  readonly params?: Readonly<Record<string, string>>;
  /** What stands behind the `?`; of several values each is named. */
  readonly query?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: BodyOf<R>;
  /** The body where it is JSON already; sent as it is. */
  readonly json?: Buffer;
  readonly signal?: AbortSignal;
  /** Milliseconds without a byte; 10 s where not given. */
  readonly silenceLimit?: number;
  /** The longest answer that is read; 64 MiB where not given. */
  readonly answerLimitBytes?: number;
}

/** Typed calls to the hub, made from the route table. Rejects with HubCallError, or the signal's reason. */
export interface HubApi {
  call<R extends AnyRoute>(route: R, call?: HubCall<R>): Promise<AnswerOf<R>>;
  close(): void;
}

const checks = new Map<TSchema, Check<unknown>>();

export function createHubApi(address: HubAddress, transport: HubTransport = createHubTransport(address)): HubApi {
  return {
    async call(route, call = {}) {
      const answer = await exchange(transport, route, call);
      return answer as AnswerOf<typeof route>;
    },
    close: () => transport.close(),
  };
}

async function exchange<R extends AnyRoute>(transport: HubTransport, route: R, call: HubCall<R>): Promise<unknown> {
  const body = call.json ?? (call.body === undefined ? undefined : JSON.stringify(call.body));
  let status = 0;
  let text: string;
  let retryAfter: number | null = null;
  try {
    const message = await transport.send({
      method: route.method,
      path: pathOf(route.path, call.params ?? {}) + queryOf(call.query ?? {}),
      headers: { accept: route.contentType, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body }),
      silenceLimit: call.silenceLimit ?? 10_000,
      signal: call.signal,
    });
    status = message.statusCode ?? 0;
    retryAfter = retryAfterSeconds(message.headers);
    text = await readAnswer(message, call.answerLimitBytes ?? ANSWER_LIMIT_BYTES);
  } catch (error) {
    if (call.signal?.aborted) throw error;
    throw new HubCallError(0, 'unreachable', error instanceof Error ? error.message : String(error));
  }
  if (status !== 200) throw refusal(status, text, retryAfter);
  return route.contentType === 'application/json' ? readJson(route, text) : text;
}

/** `/api/nodes/:id` with `{id: 'a/b'}` is `/api/nodes/a%2Fb`. */
export function pathOf(path: string, params: Readonly<Record<string, string>>): string {
  return path.replace(/:([a-z]+)/gi, (_, name: string) => encodeURIComponent(params[name] ?? ''));
}

/** `?by=…`, `?node=a&node=b`, or nothing. */
function queryOf(query: Readonly<Record<string, string | readonly string[]>>): string {
  const pairs = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) for (const each of [value].flat()) pairs.append(name, each);
  const text = pairs.toString();
  return text === '' ? '' : `?${text}`;
}

function refusal(status: number, text: string, retryAfter: number | null): HubCallError {
  const said = apiErrorOf(text);
  if (said) return new HubCallError(status, said.code, said.message, retryAfter);
  const stranger = `This address answers ${status}, but not as a Mata Sentry hub does.`;
  return new HubCallError(status, 'no_hub', stranger, retryAfter);
}

function readJson(route: AnyRoute, text: string): unknown {
  const check = checks.get(route.answer) ?? checkerFor(route.answer);
  checks.set(route.answer, check);
  const checked = check(parseJson(text));
  if (checked.ok) return checked.value;
  throw new HubCallError(200, 'no_hub', `The hub's answer cannot be read: ${checked.problem} Are both of one version?`);
}
