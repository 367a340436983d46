/** A share whose server stops answering: a real file system in user space, whose process is stopped and goes on again. */
import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { SequenceReport, WatchRootReport } from '../../src/shared/protocol/sequence.ts';
import { freePort, startHub, startProgram, startSentry, type TestHub, temporaryDirectory, until } from './programs.ts';
import { GREY_PIXEL_PNG, missingProgram } from './renders.ts';

/** What `node` told last of the root or sequence at `path`. */
async function told(hub: TestHub, node: string, path: string) {
  const { report, liveness } = await hub.json(`/api/nodes/${node}`);
  const root: WatchRootReport | undefined = report.roots.find((one: WatchRootReport) => one.path === path);
  const sequence: SequenceReport | undefined = report.sequences.find((one: SequenceReport) => one.localPath === path);
  return { root, done: sequence?.done, liveness, sequenceNumber: report.sequenceNumber as number };
}

function isMounted(path: string): boolean {
  return execFileSync('cat', ['/proc/self/mountinfo']).toString().includes(` ${path} `);
}

test.skipIf(missingProgram('bindfs') || process.getuid?.() !== 0)(
  'a share that hangs is told in words, holds up neither reports nor other directories, and comes back by itself',
  async () => {
    const [scratch, port] = [await temporaryDirectory(), await freePort()];
    const [behind, share, local] = ['behind', 'share', 'local'].map((name) => join(scratch.path, name)) as [
      string,
      string,
      string,
    ];
    for (const path of [behind, share, local]) await mkdir(path);
    // By its type it is a network file system, as sshfs is.
    const server = startProgram('bindfs', ['-f', '-o', 'subtype=sshfs', behind, share]);
    const hub = await startHub(join(scratch.path, 'data'), port);
    const frame = (directory: string, number: number): Promise<void> =>
      writeFile(join(directory, `a.000${number}.png`), GREY_PIXEL_PNG);
    const startAgent = (node: string) =>
      startSentry('sentry-agent', [share, local, '--hub', hub.url, '--interval', '1', '--node-id', node]);
    await until('the share is mounted', () => isMounted(share));
    const [agent, other] = [startAgent('rn-1'), startAgent('rn-2')];
    try {
      await frame(behind, 1);
      await frame(local, 1);
      await until('both directories are known', async () => {
        const [onShare, onDisk] = [await told(hub, 'rn-1', share), await told(hub, 'rn-1', local)];
        return onShare.done === '1' && onShare.root?.status === 'polling' && onDisk.done === '1';
      });

      server.process.kill('SIGSTOP');
      const before = (await told(hub, 'rn-1', share)).sequenceNumber;
      await frame(local, 2);
      await until('the other directory goes on', async () => (await told(hub, 'rn-1', local)).done === '1-2');
      const hanging = await until('the hub is told that the share does not answer', async () => {
        const now = await told(hub, 'rn-1', share);
        return now.root?.reason?.includes('share not answering') && now;
      });
      expect(hanging).toMatchObject({ root: { status: 'unreadable' }, done: '1', liveness: 'online' });
      expect(hanging.sequenceNumber).toBeGreaterThan(before + 10);
      await frame(local, 3);
      await until('the other directory goes on', async () => (await told(hub, 'rn-1', local)).done === '1-3');

      other.process.kill('SIGTERM');
      const hasEnded = (): boolean => other.process.exitCode !== null || other.process.signalCode !== null;
      await until('the agent ends although its call hangs', hasEnded, 10);
      const { report } = await hub.json('/api/nodes/rn-2');
      expect(report.leaving).toBe(true);

      await frame(behind, 2);
      server.process.kill('SIGCONT');
      await until('the share is back, with what has come meanwhile', async () => {
        const now = await told(hub, 'rn-1', share);
        return now.root?.status === 'polling' && now.root.reason === null && now.done === '1-2';
      });
      expect(await agent.end()).toBe(0);
    } finally {
      server.process.kill('SIGCONT');
      await agent.end('SIGKILL');
      await other.end('SIGKILL');
      await hub.end();
      await server.end();
      if (isMounted(share)) execFileSync('umount', ['-l', share]);
      await scratch.remove();
    }
  },
);
