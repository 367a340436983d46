import { expect, test } from 'vitest';
import { freePort, programPath, startHub, startSentry, temporaryDirectory, until } from './programs.ts';
import { missingProgram, startFfmpeg } from './renders.ts';
import { startInTerminal } from './terminal.ts';

const AWAY_SECONDS = 60;

test.skipIf(missingProgram('ffmpeg'))(
  'a hub that is away for a minute loses no frame, and the dashboard keeps its rows meanwhile',
  async () => {
    const [data, output, port] = [await temporaryDirectory(), await temporaryDirectory(), await freePort()];
    let hub = await startHub(data.path, port);
    const args = [output.path, '--hub', hub.url, '--frames', '1-160', '--interval', '1', '--node-id', 'rn-away'];
    const agent = startSentry('sentry-agent', args);
    const dashboard = startInTerminal(process.execPath, [programPath('sentry-tui'), '--hub', hub.url], {
      columns: 100,
    });
    const ffmpeg = startFfmpeg(output.path, 'beauty.%04d.png', { frames: 160, perSecond: 2.5 });
    try {
      await until('the first frames are on the screen', () => /rn-away.*render/.test(dashboard.text()));
      await hub.end('SIGKILL');
      const gone = performance.now();
      await until('the dashboard says that the hub is offline and keeps the row', () => {
        return dashboard.text().includes('offline') && dashboard.text().includes('rn-away');
      });
      await until('the hub has been away for a minute', () => performance.now() - gone >= AWAY_SECONDS * 1000, 70);
      expect(dashboard.text()).toContain('rn-away');
      expect(agent.process.exitCode).toBeNull();

      hub = await startHub(data.path, port);
      expect(await ffmpeg.exited).toBe(0);
      const job = await until(
        'all 160 frames are known to the hub',
        async () => (await hub.json('/api/jobs')).jobs.find((found: { done: number }) => found.done === 160),
        60,
      );
      expect(job).toMatchObject({ state: 'completed', percent: 100, missing: '' });
      await until(
        'the dashboard is back by itself',
        () => dashboard.text().includes('live') && /100%/.test(dashboard.text()),
        60,
      );
    } finally {
      dashboard.kill('SIGKILL');
      await ffmpeg.end();
      expect(await agent.end()).toBe(0);
      await hub.end();
      await data.remove();
      await output.remove();
    }
  },
  240_000,
);
