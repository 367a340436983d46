import type { TSchema } from 'typebox';
import { ApiError } from '../../shared/protocol/error.ts';
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
      schemas: { Error: ApiError },
    },
  };
}

function operation(operationId: string, route: AnyRoute): Record<string, unknown> {
  const names = [...route.path.matchAll(/:([a-z]+)/gi)].map((match) => match[1]);
  return {
    operationId,
    summary: route.summary,
    'x-scope': route.scope,
    ...(names.length > 0 && {
      parameters: names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } })),
    }),
    ...(route.body && { requestBody: { required: true, content: content('application/json', route.body) } }),
    responses: {
      200: { description: 'Done.', content: content(route.contentType, route.answer) },
      default: {
        description: 'Not done: a code for programs, a sentence with the remedy for people.',
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
      },
    },
  };
}

function content(type: string, schema: TSchema): Record<string, unknown> {
  return { [type]: { schema } };
}
