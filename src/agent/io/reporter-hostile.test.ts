import { describe, expect, test, vi } from 'vitest';
import { type Answer, fakeHub, heardCount, reporting, status, taken } from '../testing/fake-hub.ts';

describe('startReporter, before a hub that is none', () => {
  const hostile: [string, Answer][] = [
    ['a page of HTML', (response) => response.setHeader('content-type', 'text/html').end('<script>alert(1)</script>')],
    ['a receipt of another shape', (response) => response.end('{"ok":true}')],
    ['a bomb', (response) => response.end('x'.repeat(1024 * 1024))],
    ['nothing but a closed connection', (response) => response.destroy()],
    ['404 by a stranger', (response) => response.writeHead(404).end('not here')],
  ];
  test.each(hostile)('backs off from a hub that answers with %s', async (_, answer) => {
    const hub = await fakeHub();
    hub.answer = answer;
    const { lines, pass } = reporting(hub.url, () => 1);
    await vi.waitFor(() => expect(lines).toHaveLength(1));
    expect(lines[0]).toMatch(/warn/);
    hub.answer = taken;
    await pass(1_100);
    await vi.waitFor(() => expect(lines).toHaveLength(2));
  });

  test('cuts an endless answer off', async () => {
    const hub = await fakeHub();
    hub.answer = (response) => response.write(' ');
    const { clock, lines } = reporting(hub.url);
    await heardCount(hub, 1);
    clock.advance(20_000);
    await vi.waitFor(() => expect(lines[0]).toMatch(/no whole answer within 20 s/));
  });

  test('does not follow a redirect: the secret stays with the hub', async () => {
    const thief = await fakeHub();
    const hub = await fakeHub();
    hub.answer = status(302, { location: `${thief.url}api/report` });
    const { lines } = reporting(hub.url);
    await vi.waitFor(() => expect(lines).toHaveLength(1));
    expect(thief.heard).toEqual([]);
  });
});
