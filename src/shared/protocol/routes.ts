import * as Type from 'typebox';
import { FleetChange, FleetSnapshot, FleetSummary, JobList, NodeList } from './fleet.ts';
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
  readonly contentType: 'application/json' | 'text/event-stream' | 'text/plain';
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
