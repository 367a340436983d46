import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import {
  freePort,
  type Program,
  programPath,
  startHub,
  startProgram,
  startSentry,
  temporaryDirectory,
  until,
} from './programs.ts';
import { missingProgram, startFfmpeg, startPovray } from './renders.ts';
import { startInTerminal, type TerminalProgram } from './terminal.ts';

const running: (Program | TerminalProgram)[] = [];
const cleanups: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const program of running.splice(0).reverse()) {
    if ('end' in program) await program.end();
    else program.kill('SIGKILL');
  }
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function directory(): Promise<string> {
  const made = await temporaryDirectory();
  cleanups.push(made.remove);
  return made.path;
}

function kept<T extends Program | TerminalProgram>(program: T): T {
  running.push(program);
  return program;
}

test.skipIf(missingProgram('povray'))(
  'the dashboard follows a POV-Ray animation frame by frame to 100 % and the job is completed',
  async () => {
    const [data, output, port] = [await directory(), await directory(), await freePort()];
    const hub = kept(await startHub(data, port));
    kept(startSentry('sentry-agent', [output, '--hub', hub.url, '--frames', '1-24', '--interval', '1']));
    const dashboard = kept(
      startInTerminal(process.execPath, [programPath('sentry-tui'), '--hub', hub.url], { columns: 120, rows: 40 }),
    );
    await until('the dashboard shows the node idle', () => dashboard.text().includes('idle'));

    const povray = kept(startPovray(output, 24));
    const seen = new Set<string>();
    const patterns = new Set<string>();
    await until(
      'the screen shows 24/24 and 100%',
      async () => {
        for (const job of (await hub.json('/api/jobs')).jobs) patterns.add(job.pattern);
        const line = dashboard.screen().find((row) => row.includes('/24'));
        const count = /(\d+)\/24/.exec(line ?? '')?.[1];
        if (count) seen.add(count);
        return /100% +24\/24/.test(line ?? '');
      },
      90,
    );
    expect(await povray.exited).toBe(0);
    // Not a jump from nothing to all: the screen told most of the frames one by one.
    expect(seen.size).toBeGreaterThanOrEqual(12);

    // POV-Ray keeps its state in numbered files beside the frames: they are no job.
    expect([...patterns]).toEqual(['frame##.png']);

    const [job] = (await hub.json('/api/jobs')).jobs;
    expect(job).toMatchObject({ state: 'completed', done: 24, total: 24, percent: 100, missing: '' });
    dashboard.type('q');
    expect(await dashboard.exited).toBe(0);
  },
);

test.skipIf(missingProgram('ffmpeg'))(
  'a frame that is written slowly in place is not counted before it is closed',
  async () => {
    const [data, output, port] = [await directory(), await directory(), await freePort()];
    const hub = kept(await startHub(data, port));
    kept(startSentry('sentry-agent', [output, '--hub', hub.url, '--frames', '1-2', '--interval', '1']));
    const source = await directory();
    expect(await kept(startFfmpeg(source, 'frame.%04d.png', { frames: 1, perSecond: 1 })).exited).toBe(0);
    // Half of a real image, then nothing for longer than any settling, then the rest; one open file all the while.
    const script = '(head -c 200 "$1"; sleep 3; tail -c +201 "$1") > "$2"';
    const [from, to] = [join(source, 'frame.0001.png'), join(output, 'slow.0001.png')];
    const writer = kept(startProgram('bash', ['-c', script, 'writer', from, to]));
    await until('the frame is told as being written', async () => (await firstJob(hub.json))?.writing === '1');
    while (writer.process.exitCode === null) {
      const job = await firstJob(hub.json);
      if (writer.process.exitCode === null) expect(job).toMatchObject({ done: 0, writing: '1' });
    }
    await until('the closed frame is counted', async () => (await firstJob(hub.json))?.done === 1);
  },
);

test.skipIf(missingProgram('ffmpeg'))(
  'the range is read from the command line of what renders, and where nobody tells one nothing is invented',
  async () => {
    const [data, told, untold, port] = [await directory(), await directory(), await directory(), await freePort()];
    const hub = kept(await startHub(data, port));
    kept(startSentry('sentry-agent', [told, untold, '--hub', hub.url, '--interval', '1']));
    const ffmpeg = kept(startFfmpeg(told, 'beauty.%04d.png', { frames: 24, perSecond: 24 }));
    expect(await ffmpeg.exited).toBe(0);
    expect(await kept(startProgram('cp', ['-r', `${told}/.`, untold])).exited).toBe(0);
    await until('24 frames are counted in both', async () => {
      const { jobs } = await hub.json('/api/jobs');
      return jobs.length === 2 && jobs.every(({ done }: { done: number }) => done === 24);
    });
    const { jobs } = await hub.json('/api/jobs');
    const jobIn = (outputDir: string) => jobs.find((job: { outputDir: string }) => job.outputDir === outputDir);
    expect(jobIn(told)).toMatchObject({ pattern: 'beauty.####.png', total: 24, percent: 100, state: 'completed' });
    expect(jobIn(untold)).toMatchObject({ pattern: 'beauty.####.png', total: null, percent: null, etaSeconds: null });
  },
);

// biome-ignore lint/suspicious/noExplicitAny: an answer as it came
async function firstJob(json: (path: string) => Promise<any>): Promise<any> {
  const [job] = (await json('/api/jobs')).jobs;
  return job ? json(`/api/jobs/${job.id}`) : null;
}
