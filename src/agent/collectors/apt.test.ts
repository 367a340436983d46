import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../shared/manual-clock.ts';
import { failure, fakePrograms, type ProgramAnswer } from '../testing/fake-programs.ts';
import { apt } from './apt.ts';
import { hasNewerKernel, readUpgradable } from './apt-updates.ts';

const HOUR = 3_600_000;
const LIST = 'env LC_ALL=C apt list --upgradable';
const CAPTURED = readFileSync(
  fileURLToPath(new URL('../../../fixtures/commands/apt-list-upgradable-2.6.txt', import.meta.url)),
  'utf8',
);

const patience = (): AbortSignal => AbortSignal.timeout(10_000);

function system(answer: ProgramAnswer = CAPTURED) {
  const { run, asked, answers } = fakePrograms({ [LIST]: answer });
  const clock = new ManualClock();
  const changed: Record<string, number> = { '/var/lib/dpkg/status': 1, '/var/lib/apt/lists': 1 };
  const directories: Record<string, string[]> = {
    '/boot': ['vmlinuz-6.1.0-28-amd64', 'initrd.img-6.1.0-31-amd64'],
    '/var/lib/apt/lists': ['lock', 'debian_dists_bookworm_main_binary-amd64_Packages.lz4'],
  };
  const collector = apt(
    {
      clock,
      run,
      changedAt: async (path) => changed[path] ?? null,
      async list(directory) {
        const names = directories[directory];
        if (names === undefined) throw new Error('ENOENT');
        return names;
      },
      kernelRelease: '6.1.0-28-amd64',
    },
    600_000,
  );
  const look = async (signal = patience()) => (await collector.collect(signal)).value;
  return { collector, look, asked, answers, clock, changed, directories };
}

describe('apt', () => {
  it('counts the updates of a Debian 12 that has fallen behind', async () => {
    expect(await system().look()).toEqual({ updates: 131, securityUpdates: 76, rebootRequired: false });
  });

  it('reckons anew only when packages or lists have changed, and then not within two hours', async () => {
    const { look, asked, clock, changed } = system();
    await look();
    clock.advance(24 * HOUR);
    await look();
    expect(asked).toHaveLength(1);
    changed['/var/lib/dpkg/status'] = 2;
    await look();
    expect(asked).toHaveLength(2);
    changed['/var/lib/apt/lists'] = 3;
    clock.advance(1.9 * HOUR);
    await look();
    expect(asked).toHaveLength(2);
    clock.advance(0.1 * HOUR);
    await look();
    expect(asked).toHaveLength(3);
  });

  it('knows of no updates where no list was ever fetched', async () => {
    const { look, asked, directories } = system();
    directories['/var/lib/apt/lists'] = ['lock', 'partial'];
    expect(await look()).toEqual({ updates: null, securityUpdates: null, rebootRequired: false });
    expect(asked).toEqual([]);
  });

  it('tells a reboot by the mark that packages leave', async () => {
    const { look, changed } = system();
    changed['/run/reboot-required'] = 5;
    expect((await look())?.rebootRequired).toBe(true);
  });

  it('tells a reboot by a newer kernel, and does not know where the running one is not installed', async () => {
    const { look, directories } = system();
    directories['/boot'] = ['vmlinuz-6.1.0-28-amd64', 'vmlinuz-6.1.0-31-amd64'];
    expect((await look())?.rebootRequired).toBe(true);
    directories['/boot'] = ['vmlinuz-6.1.0-31-amd64'];
    expect((await look())?.rebootRequired).toBeNull();
    delete directories['/boot'];
    expect((await look())?.rebootRequired).toBeNull();
  });

  it.each<[string, ProgramAnswer]>([
    ['is not there', failure({ code: 127, complaint: "env: 'apt': No such file or directory" })],
    [
      'finds broken lists',
      failure({ code: 100, complaint: 'E: The package lists or status file could not be parsed' }),
    ],
    ['says garbage', '\u0000\u001b[2J Listing...'],
    ['says nothing', ''],
  ])('fails when apt %s', async (_, answer) => {
    await expect(system(answer).look()).rejects.toThrow();
  });

  it('says of a failure what it said until two hours have passed, since that is as dear as an answer', async () => {
    const { look, asked, answers, clock } = system('hangs');
    await expect(look(AbortSignal.abort())).rejects.toThrow();
    answers[LIST] = CAPTURED;
    clock.advance(1.9 * HOUR);
    await expect(look()).rejects.toThrow();
    expect(asked).toHaveLength(1);
    clock.advance(0.1 * HOUR);
    expect((await look())?.updates).toBe(131);
    expect(asked).toHaveLength(2);
  });

  it('is absent without APT', async () => {
    const { collector, changed } = system();
    expect(await collector.availability(patience())).toEqual({ kind: 'works' });
    delete changed['/var/lib/dpkg/status'];
    expect(await collector.availability(patience())).toEqual({ kind: 'absent', why: 'no APT on this system' });
  });
});

describe('readUpgradable', () => {
  const from = '[upgradable from: 1]';
  it.each([
    ['a security update of Debian', `a/stable-security 2 amd64 ${from}`, 1, 1],
    ['one from both places', `a/stable,stable-security 2 amd64 ${from}`, 1, 1],
    ['one of Ubuntu', `a/noble-security,noble-updates 2:1.0-1ubuntu2 amd64 ${from}`, 1, 1],
    ['an ordinary one', `a/stable 2 amd64 ${from}`, 1, 0],
    ['a package named security', `my-security/stable 2 amd64 ${from}`, 1, 0],
    ['a package that is up to date', 'a/stable-security,now 2 amd64 [installed]', 0, 0],
    ['a line that was cut off', 'a/stable-security 2 amd64 [upgradable fr', 0, 0],
    ['garbage', '\u001b[2J/\u0000 / / [upgradable from', 0, 0],
  ])('counts %s', (_, line, updates, securityUpdates) => {
    expect(readUpgradable(`Listing...\n${line}\n`)).toEqual({ updates, securityUpdates });
  });
});

describe('hasNewerKernel', () => {
  it.each([
    ['6.1.0-28-amd64', ['6.1.0-28-amd64', '6.1.0-31-amd64'], true],
    ['6.1.0-28-amd64', ['6.1.0-28-amd64', '6.1.0-9-amd64'], false],
    ['6.1.0-28-amd64', ['6.1.0-28-amd64', '6.1.0-31-cloud-amd64'], false],
    ['6.10.11+bpo-amd64', ['6.10.11+bpo-amd64', '6.9.7+bpo-amd64'], false],
    ['5.15.0-91-generic', ['5.15.0-91-generic', '5.15.0-105-generic', '6.5.0-1-lowlatency'], true],
    ['6.6.1', ['6.6.1', '6.6.1.2'], true],
    ['6.6.1', ['old', '6.6.1', '\u001b[2J'], false],
    ['custom', ['custom'], null],
    ['6.18.44-fc', [], null],
  ])('of %s among %j is %s', (running, installed, expected) => {
    expect(hasNewerKernel(running, installed)).toBe(expected);
  });
});
