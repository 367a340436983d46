import type { TSchema } from 'typebox';
import { ApiError } from '../../shared/protocol/error.ts';
import { FleetChange, FleetSnapshot } from '../../shared/protocol/fleet.ts';
import { HardwareSample } from '../../shared/protocol/hardware.ts';
import { JobDetail, JobSummary } from '../../shared/protocol/job.ts';
import { RenderNodeDetail, RenderNodeSummary } from '../../shared/protocol/render-node.ts';
import { Report } from '../../shared/protocol/report.ts';
import { type AnyRoute, routes } from '../../shared/protocol/routes.ts';
import { VERSION } from '../../shared/version.ts';
import { createSharedAnswer, JSON_TYPE } from './answer.ts';
import { safeJson } from './fleet-json.ts';
import type { HubRouter } from './hub-context.ts';

export function openapiRoutes(router: HubRouter): void {
  const text = createSharedAnswer(
    JSON_TYPE,
    () => VERSION,
    () => safeJson(openapiDocument()),
  );
  router.get(routes.openapi.path, (ctx) => text.send(ctx));
}

/** What is described once, under its name, and referred to wherever else it stands. */
const NAMED: Readonly<Record<string, TSchema>> = {
  ApiError,
  FleetChange,
  FleetSnapshot,
  HardwareSample,
  JobDetail,
  JobSummary,
  RenderNodeDetail,
  RenderNodeSummary,
  Report,
};
const NAMES: ReadonlyMap<unknown, string> = new Map(Object.entries(NAMED).map(([name, schema]) => [schema, name]));

/** The interface as OpenAPI 3.1, whose schemas are JSON Schema as they stand in the protocol. */
function openapiDocument(): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [name, route] of Object.entries<AnyRoute>(routes)) {
    const path = route.path.replace(/:([a-z]+)/gi, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(name, route) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Mata Sentry hub', version: VERSION, description: 'Render nodes and their jobs, live.' },
    security: [{ secret: [] }],
    paths,
    components: {
      securitySchemes: { secret: { type: 'http', scheme: 'bearer', description: "The hub's shared secret." } },
      schemas: mapped(NAMED, described),
    },
  };
}

function operation(operationId: string, route: AnyRoute): Record<string, unknown> {
  const parameters = [...pathParameters(route), ...queryParameters(route)];
  return {
    operationId,
    summary: route.summary,
    'x-scope': route.scope,
    ...(parameters.length > 0 && { parameters }),
    ...(route.body && { requestBody: { required: true, content: content('application/json', route.body) } }),
    responses: {
      200: { description: 'Done.', content: content(route.contentType, route.answer) },
      default: {
        description: 'Not done: a code for programs, a sentence with the remedy for people.',
        content: { 'application/json': { schema: referred(ApiError) } },
      },
    },
  };
}

type Described = TSchema & { readonly description?: string };

function pathParameters({ path }: AnyRoute): readonly unknown[] {
  const names = [...path.matchAll(/:([a-z]+)/gi)].map((match) => match[1]);
  return names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
}

function queryParameters({ query }: AnyRoute): readonly unknown[] {
  const required: readonly string[] = query?.required ?? [];
  return Object.entries(query?.properties ?? {}).map(([name, { description, ...schema }]: [string, Described]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    ...(description !== undefined && { description }),
    schema: referred(schema),
  }));
}

function content(type: string, schema: TSchema): Record<string, unknown> {
  return { [type]: { schema: referred(schema) } };
}

/** A reference where the schema has a name, else what it says. */
function referred(schema: unknown): unknown {
  const name = NAMES.get(schema);
  return name === undefined ? described(schema) : { $ref: `#/components/schemas/${name}` };
}

/** What the schema says, with references to the named ones within it. */
function described(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(referred);
  return typeof schema === 'object' && schema !== null ? mapped(schema, referred) : schema;
}

function mapped(values: object, change: (value: unknown) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, change(value)]));
}
