import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FleetSummary, JobList, NodeList } from '../../shared/protocol/fleet.ts';
import { RenderNodeDetail } from '../../shared/protocol/render-node.ts';
import { type AnyRoute, Health, Pong, routes } from '../../shared/protocol/routes.ts';
import { checkerFor } from '../../shared/protocol/validate.ts';
import { BEARER, startTestHub, type TestHub } from '../testing/test-hub.ts';

let hub: TestHub;

beforeAll(async () => {
  hub = await startTestHub();
  for (let i = 0; i < 60; i++) await hub.report({ hostname: `rn-${i}`, tags: ['gpu', `rack-${i % 7}`] });
});

afterAll(() => hub.stop());

describe('the hub', () => {
  test.each([
    ['/api/nodes', NodeList],
    ['/api/jobs', JobList],
    ['/api/nodes/rn-1', RenderNodeDetail],
    ['/api/summary', FleetSummary],
    ['/api/health', Health],
    ['/ping', Pong],
  ])('answers %s as its schema says', async (path, schema) => {
    expect(checkerFor(schema)(await hub.json(path))).toMatchObject({ ok: true });
  });

  test.each(['br', 'gzip'])('compresses a long list by %s', async (encoding) => {
    const plain = await hub.get('/api/nodes', { ...BEARER, 'accept-encoding': 'identity' });
    const packed = await hub.get('/api/nodes', { ...BEARER, 'accept-encoding': encoding });
    expect([plain.headers.get('content-encoding'), packed.headers.get('content-encoding')]).toEqual([null, encoding]);
    expect(packed.headers.get('vary')).toContain('Accept-Encoding');
    expect(Number(packed.headers.get('content-length'))).toBeLessThan(Number(plain.headers.get('content-length')) / 3);
    expect(await packed.json()).toMatchObject({ nodes: { length: 60 } });
  });

  test('shows a change in the very next answer', async () => {
    for (let i = 0; i < 5; i++) {
      await hub.report({ hostname: 'rn-0', tags: [`turn-${i}`] });
      expect((await hub.json('/api/nodes')).nodes[0].tags).toEqual([`turn-${i}`]);
    }
  });

  test('names itself to each as that one called it', async () => {
    const empty = await startTestHub();
    const hosts = ['127.0.0.1', 'localhost', '127.0.0.1', 'localhost'];
    const texts = await Promise.all(
      hosts.map(async (host) => (await fetch(`http://${host}:${empty.port}/`, { headers: BEARER })).text()),
    );
    await empty.stop();
    for (const [i, text] of texts.entries()) expect(text).toContain(`--hub http://${hosts[i]}:${empty.port} `);
  });

  test('answers / as plain text to curl and to a browser', async () => {
    for (const accept of ['*/*', 'text/html']) {
      const answer = await hub.get('/', { ...BEARER, accept });
      expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
      expect(await answer.text()).toMatch(/^testfarm .* 60 nodes/);
    }
  });

  test('describes each of its routes in /openapi.json', async () => {
    const document = await hub.json('/openapi.json');
    expect(document.openapi).toBe('3.1.0');
    const described = Object.entries<object>(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const all = Object.values<AnyRoute>(routes).map(({ method, path }) => `${method} ${path.replace(':id', '{id}')}`);
    expect(described.sort()).toEqual(all.sort());
    const { schema } = document.paths['/api/report'].post.requestBody.content['application/json'];
    expect(schema).toEqual({ $ref: '#/components/schemas/Report' });
    const { schemas } = document.components;
    expect(schemas.Report).toMatchObject({ type: 'object', required: ['hostname'] });
  });

  test('describes what its events hold, and each named schema once, in /openapi.json', async () => {
    const document = await hub.json('/openapi.json');
    const events = document.paths['/api/events'].get.responses[200].content['text/event-stream'].schema;
    const references = ['FleetSnapshot', 'FleetChange'].map((name) => ({ $ref: `#/components/schemas/${name}` }));
    expect(events).toEqual({ anyOf: references });
    const { schemas } = document.components;
    for (const [, name] of JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g))
      expect(schemas).toHaveProperty(name ?? '');
    expect(schemas.Report.properties.hardware.anyOf[0]).toEqual({ $ref: '#/components/schemas/HardwareSample' });
    expect(schemas.FleetSnapshot.properties.jobs.items).toEqual({ $ref: '#/components/schemas/JobSummary' });
    expect(schemas.HardwareSample.type).toBe('object');
  });
});
