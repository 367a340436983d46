import * as Type from 'typebox';
import { AlertAcknowledgement, AlertAnswer, AlertList, AlertMute } from './alert.ts';
import { FleetChange, FleetSnapshot, FleetSummary, JobList, NodeList } from './fleet.ts';
import { History, Purge, Purged } from './history.ts';
import { JobDetail, JobForecast, JobFrames } from './job.ts';
import { RenderNodeDetail } from './render-node.ts';
import { Report, ReportReceipt } from './report.ts';
import { Label, Name, Seconds, Timestamp } from './schema.ts';

/** Who may call a route: what a render node needs, what a reader needs, what changes the farm. */
export type Scope = 'agent' | 'viewer' | 'admin';

/** One row of the hub's REST interface: the server, the client and the OpenAPI text are made from it. */
export interface Route<Body extends Type.TSchema | null, Answer extends Type.TSchema> {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** With `:name` for a part that varies. */
  readonly path: string;
  readonly scope: Scope;
  readonly summary: string;
  /** What may stand behind the `?`: an object of texts. */
  readonly query?: Type.TObject;
  readonly body: Body;
  readonly answer: Answer;
  readonly contentType: 'application/json' | 'text/event-stream' | 'text/plain' | 'application/openmetrics-text';
}

export type AnyRoute = Route<Type.TSchema | null, Type.TSchema>;
export type BodyOf<R extends AnyRoute> = R['body'] extends Type.TSchema ? Type.Static<R['body']> : undefined;
export type AnswerOf<R extends AnyRoute> = Type.Static<R['answer']>;

function get<Answer extends Type.TSchema>(path: string, answer: Answer, summary: string): Route<null, Answer> {
  return { method: 'GET', path, scope: 'viewer', summary, body: null, answer, contentType: 'application/json' };
}

export const Health = Type.Object({
  status: Type.Union([Type.Literal('ok'), Type.Literal('degraded')]),
  version: Label,
  uptimeSeconds: Seconds,
  nodes: Type.Integer(),
  streams: Type.Integer(),
  /** Why it is degraded, in sentences. */
  problems: Type.Array(Label),
});
export type Health = Type.Static<typeof Health>;

export const Forgotten = Type.Object({ ok: Type.Literal(true), node: Name });
export const ForgottenJob = Type.Object({ ok: Type.Literal(true), job: Name });
export const Pong = Type.Object({ pong: Type.Literal(true), at: Timestamp });

const HISTORY_QUERY = Type.Object({
  node: Type.Optional(Type.String({ description: 'whose; several times for several, the farm where absent' })),
  metric: Type.Optional(
    Type.String({ description: 'which, separated by commas, `gpuTempC[0]` for one; all if absent' }),
  ),
  from: Type.Optional(Type.String({ description: 'a time, or -30m, -24h, -7d; else -1h' })),
  to: Type.Optional(Type.String({ description: 'likewise; else now' })),
  step: Type.Optional(Type.String({ description: 'seconds a value, at least 10; else what makes some 300 values' })),
  format: Type.Optional(Type.String({ description: 'csv for a table' })),
});

function history<Path extends string>(path: Path) {
  return { ...get(path, History, 'How figures went, as averages and maxima.'), path, query: HISTORY_QUERY };
}

function post<Body extends Type.TSchema, Answer extends Type.TSchema>(
  path: string,
  { scope, body, answer, summary }: { scope: Scope; body: Body; answer: Answer; summary: string },
): Route<Body, Answer> {
  return { method: 'POST', path, scope, summary, body, answer, contentType: 'application/json' };
}

const PURGE = {
  scope: 'admin',
  body: Purge,
  answer: Purged,
  summary: 'Drops history that is older than given.',
} as const;

export const routes = {
  postReport: {
    method: 'POST',
    path: '/api/report',
    scope: 'agent',
    summary: "A node's report: its whole current truth.",
    body: Report,
    answer: ReportReceipt,
    contentType: 'application/json',
  },
  listNodes: get('/api/nodes', NodeList, 'All nodes, light.'),
  getNode: get('/api/nodes/:id', RenderNodeDetail, 'Everything that is known of a node, its last report included.'),
  deleteNode: {
    method: 'DELETE',
    path: '/api/nodes/:id',
    scope: 'admin',
    summary: 'Forgets a node; it comes back with its next report.',
    body: null,
    answer: Forgotten,
    contentType: 'application/json',
  },
  listJobs: get('/api/jobs', JobList, 'All jobs, light.'),
  getJob: get('/api/jobs/:id', JobDetail, 'Everything that is known of a job.'),
  getJobFrames: {
    ...get('/api/jobs/:id/frames', JobFrames, "A job's frames one by one, page by page."),
    query: Type.Object({
      state: Type.Optional(Type.String({ description: 'only in these states, separated by commas: broken,missing' })),
      frames: Type.Optional(Type.String({ description: 'only these, in range notation: 1-100' })),
      limit: Type.Optional(Type.String({ pattern: '^\\d+$', description: 'at most so many, 1-10000; else 1000' })),
      after: Type.Optional(Type.String({ description: 'only beyond this frame: `next` of the page before' })),
    }),
  },
  getJobForecast: {
    ...get('/api/jobs/:id/forecast', JobForecast, 'When the job will be done, and whether by a given time.'),
    query: Type.Object({
      by: Type.Optional(Type.String({ ...Timestamp, description: 'whether by this time: 2026-01-31T09:00:00Z' })),
    }),
  },
  deleteJob: {
    method: 'DELETE',
    path: '/api/jobs/:id',
    scope: 'admin',
    summary: 'Forgets a job and how it went; it comes back when a node next reports it.',
    body: null,
    answer: ForgottenJob,
    contentType: 'application/json',
  },
  getSummary: get('/api/summary', FleetSummary, 'The farm in one object.'),
  getTelemetrySummary: get('/api/telemetry/summary', FleetSummary, 'The farm in one object, by its other name.'),
  getHistory: history('/api/history'),
  getTelemetryHistory: history('/api/telemetry/history'),
  purge: post('/api/purge', PURGE),
  purgeTelemetry: post('/api/telemetry/purge', PURGE),
  listAlerts: {
    ...get('/api/alerts', AlertList, 'Alerts, open and cleared, newest first.'),
    query: Type.Object({
      state: Type.Optional(Type.String({ description: 'only in these states, separated by commas: raised,cleared' })),
      severity: Type.Optional(Type.String({ description: 'only of these: crit,warn,info' })),
      node: Type.Optional(Type.String({ description: 'only of this node' })),
      limit: Type.Optional(Type.String({ pattern: '^\\d+$', description: 'at most so many, 1-1000; else 200' })),
    }),
  },
  acknowledgeAlert: post('/api/alerts/:id/ack', {
    scope: 'viewer',
    body: AlertAcknowledgement,
    answer: AlertAnswer,
    summary: 'Somebody looks after it.',
  }),
  muteAlert: post('/api/alerts/:id/mute', {
    scope: 'viewer',
    body: AlertMute,
    answer: AlertAnswer,
    summary: 'Nobody is told of it for a while.',
  }),
  clearAlert: post('/api/alerts/:id/clear', {
    scope: 'viewer',
    body: AlertAcknowledgement,
    answer: AlertAnswer,
    summary: 'It is over, or not worth the room; it comes back when what it tells begins anew.',
  }),
  getMetrics: {
    method: 'GET',
    path: '/metrics',
    scope: 'viewer',
    summary: 'All figures for Prometheus, as OpenMetrics where that is accepted.',
    query: Type.Object({
      node: Type.Optional(
        Type.String({ description: 'only these nodes, `*` for any characters; several times for several' }),
      ),
      part: Type.Optional(Type.String({ description: '`farm` for all but the nodes, `nodes` for nothing but them' })),
    }),
    body: null,
    answer: Type.String(),
    contentType: 'application/openmetrics-text',
  },
  getHealth: get('/api/health', Health, 'How the hub itself is.'),
  ping: get('/ping', Pong, 'A pong.'),
  events: {
    method: 'GET',
    path: '/api/events',
    scope: 'viewer',
    summary: 'Server-sent events: a snapshot, then changes; Last-Event-ID resumes.',
    body: null,
    /** What stands in `data` of an event: of `snapshot`, and of `change`. */
    answer: Type.Union([FleetSnapshot, FleetChange]),
    contentType: 'text/event-stream',
  },
  openapi: get('/openapi.json', Type.Unknown(), 'This interface as OpenAPI 3.1.'),
  home: {
    method: 'GET',
    path: '/',
    scope: 'viewer',
    summary: 'The farm as an aligned text table.',
    body: null,
    answer: Type.String(),
    contentType: 'text/plain',
  },
} as const satisfies Record<string, AnyRoute>;
