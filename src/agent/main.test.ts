import { describe, expect, test, vi } from 'vitest';
import { type HubApi, HubCallError } from '../shared/hub-api.ts';
import { silentLog } from '../shared/log.ts';
import { ManualClock } from '../shared/manual-clock.ts';
import { NOTHING_KNOWN } from '../shared/protocol/hardware.ts';
import type { Report } from '../shared/protocol/report.ts';
import type { FoundRoot } from './core/found-outputs.ts';
import type { RendererWatch, SeenRenderer } from './io/processes/renderer-watch.ts';
import type { OutputChange, OutputWatcher } from './io/watcher/output-watcher.ts';
import { type AgentDeps, reportOnce, startAgent } from './main.ts';

const config = { nodeId: null, intervalSeconds: 5, tags: ['gpu'] };
const NEVER = new Promise<void>(() => {});

/** Parts that do as the test says, and what the hub heard. */
function parts(more: { watcherReady?: Promise<void>; watcherMeasured?: Promise<void>; refuse?: HubCallError } = {}) {
  const clock = new ManualClock();
  const heard: Report[] = [];
  const stopped: string[] = [];
  let tell = (_: OutputChange): void => {};
  const root = { path: '/r', status: 'watching', reason: null, directories: 1, files: 0 } as const;
  const watcher: OutputWatcher = {
    ready: more.watcherReady ?? Promise.resolve(),
    measured: more.watcherMeasured ?? Promise.resolve(),
    snapshot: () => ({ roots: [root], sequences: [], problems: [] }),
    follow: () => {},
    onChange: (listener) => {
      tell = listener;
      return () => {
        tell = () => {};
      };
    },
    stop: async () => void stopped.push('watcher'),
  };
  const hub = {
    call: async (_: unknown, call: { body: Report }) => {
      heard.push(call.body);
      if (more.refuse) throw more.refuse;
      return {};
    },
    close: () => void stopped.push('hub'),
  } as unknown as HubApi;
  const host = { hostname: 'n1', os: 'o', cpu: 'c', gpu: 'none' };
  const deps: AgentDeps = {
    clock,
    log: silentLog,
    random: () => 0.25,
    watcher,
    renderers: null,
    hub,
    sampler: {
      ready: Promise.resolve(),
      current: () => ({ host, hardware: NOTHING_KNOWN, problems: [] }),
      stop: async () => void stopped.push('sampler'),
    },
  };
  return { clock, heard, stopped, deps, tell: (change: OutputChange) => tell(change) };
}

describe('startAgent', () => {
  test('reports as soon as all is known, and numbers the reports of its session', async () => {
    const { clock, heard, deps } = parts();
    const agent = startAgent(config, deps);
    await vi.waitFor(() => expect(heard).toHaveLength(1));
    await new Promise(setImmediate);
    clock.advance(5_000);
    await vi.waitFor(() => expect(heard).toHaveLength(2));
    expect(heard.map(({ sequenceNumber }) => sequenceNumber)).toEqual([0, 1]);
    expect(new Set(heard.map(({ sessionId }) => sessionId)).size).toBe(1);
    expect(heard[0]).toMatchObject({ hostname: 'n1', tags: ['gpu'], intervalSeconds: 5, roots: [{ path: '/r' }] });
    await agent.stop();
  });

  test('waits no longer than a second for directories that do not answer', async () => {
    const { clock, heard, deps } = parts({ watcherReady: NEVER });
    const agent = startAgent(config, deps);
    clock.advance(999);
    await new Promise(setImmediate);
    expect(heard).toHaveLength(0);
    clock.advance(1);
    await vi.waitFor(() => expect(heard).toHaveLength(1));
    await agent.stop();
  });

  test('hurries for a completed frame, not for one that grows', async () => {
    const { clock, heard, deps, tell } = parts();
    const agent = startAgent(config, deps);
    await vi.waitFor(() => expect(heard).toHaveLength(1));
    await new Promise(setImmediate);
    tell('changed');
    clock.advance(1_000);
    await new Promise(setImmediate);
    expect(heard).toHaveLength(1);
    tell('urgent');
    clock.advance(30);
    await vi.waitFor(() => expect(heard).toHaveLength(2));
    await agent.stop();
  });

  test('says that it leaves, stops its parts, and is done, once', async () => {
    const { clock, heard, stopped, deps } = parts();
    const agent = startAgent(config, deps);
    await vi.waitFor(() => expect(heard).toHaveLength(1));
    await Promise.all([agent.stop(), agent.stop(), agent.done]);
    expect(heard.map(({ leaving }) => leaving)).toEqual([undefined, true]);
    expect(stopped).toEqual(['watcher', 'sampler', 'hub']);
    clock.advance(60_000);
    await new Promise(setImmediate);
    expect(heard).toHaveLength(2);
  });

  test('says that it leaves with its only report when it is stopped before the first', async () => {
    const { clock, heard, stopped, deps } = parts({ watcherReady: NEVER });
    const agent = startAgent(config, deps);
    const stop = agent.stop();
    await new Promise(setImmediate);
    expect(heard).toHaveLength(0);
    clock.advance(1_000);
    await stop;
    expect(heard).toMatchObject([{ sequenceNumber: 0, leaving: true }]);
    expect(stopped).toEqual(['watcher', 'sampler', 'hub']);
    clock.advance(60_000);
    await new Promise(setImmediate);
    expect(heard).toHaveLength(1);
  });

  test('is stopped before its first report within two seconds though the hub hangs', async () => {
    const { clock, deps, heard } = parts({ watcherReady: NEVER });
    const call = deps.hub.call;
    const hanging: HubApi['call'] = (route, about) => {
      void call(route, about);
      return new Promise((_, reject) => about?.signal?.addEventListener('abort', () => reject(about.signal?.reason)));
    };
    const agent = startAgent(config, { ...deps, hub: { ...deps.hub, call: hanging } });
    const stop = agent.stop();
    clock.advance(1_000);
    await vi.waitFor(() => expect(heard).toHaveLength(1));
    clock.advance(1_000);
    await stop;
  });
});

describe('startAgent, with renderers', () => {
  const renderer: SeenRenderer = {
    pid: 7,
    program: 'Blender',
    startedAt: 0,
    endedAt: null,
    exitStatus: null,
    cpuPercent: 50,
    isInteractive: false,
    scene: null,
    frames: null,
    outputs: [{ directory: '/out', pattern: 'a.####.exr', expected: null, expectedFrom: null }],
  };

  function watched() {
    const made = parts();
    const followed: string[][] = [];
    const seen: SeenRenderer[] = [];
    let change = (): void => {};
    const renderers: RendererWatch = {
      ready: Promise.resolve(),
      current: () => seen,
      onChange: (listener) => {
        change = listener;
        return () => {};
      },
      stop: async () => void made.stopped.push('renderers'),
    };
    const watcher = {
      ...made.deps.watcher,
      follow: (found: readonly FoundRoot[]) => void followed.push(found.map(({ path }) => path)),
    };
    return { ...made, followed, seen, deps: { ...made.deps, renderers, watcher }, change: () => change() };
  }

  test('follows them to where they write, and reports them at once', async () => {
    const { clock, heard, stopped, followed, seen, deps, change } = watched();
    const agent = startAgent(config, deps);
    await vi.waitFor(() => expect(heard).toHaveLength(1));
    expect(heard[0]?.renderers).toEqual([]);
    await new Promise(setImmediate);
    seen.push(renderer);
    change();
    expect(followed).toEqual([[], ['/out']]);
    clock.advance(300);
    await vi.waitFor(() => expect(heard).toHaveLength(2));
    expect(heard[1]?.renderers).toMatchObject([{ pid: 7, program: 'Blender', outputDirectories: ['/out'] }]);
    await agent.stop();
    expect(stopped).toContain('renderers');
  });

  test('says nothing of renderers where nobody looks for them', async () => {
    const { heard, deps } = parts();
    const agent = startAgent(config, deps);
    await vi.waitFor(() => expect(heard).toHaveLength(1));
    expect(heard[0]).not.toHaveProperty('renderers');
    await agent.stop();
  });
});

describe('reportOnce', () => {
  test('waits until the sizes of what was there are known', async () => {
    let tellMeasured = (): void => {};
    const watcherMeasured = new Promise<void>((resolve) => {
      tellMeasured = resolve;
    });
    const { heard, deps } = parts({ watcherMeasured });
    const refusal = reportOnce(config, deps);
    await new Promise(setImmediate);
    expect(heard).toEqual([]);
    tellMeasured();
    expect(await refusal).toBeNull();
    expect(heard).toHaveLength(1);
  });

  test('sends one report and stops all parts', async () => {
    const { heard, stopped, deps } = parts();
    expect(await reportOnce(config, deps)).toBeNull();
    expect(heard).toHaveLength(1);
    expect(stopped).toEqual(['watcher', 'sampler', 'hub']);
  });

  test('says why the hub did not take it', async () => {
    const { deps } = parts({ refuse: new HubCallError(401, 'unauthorized', 'Wrong secret.') });
    expect(await reportOnce(config, deps)).toMatch(/refuses the secret \(Wrong secret\); set SENTRY_SECRET/);
  });
});
