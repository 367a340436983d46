import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../shared/manual-clock.ts';
import { failure, fakePrograms, type ProgramAnswer } from '../testing/fake-programs.ts';
import { ipmi } from './ipmi.ts';
import { createIpmitool } from './ipmitool.ts';

const HOUR = 3_600_000;

function captured(name: string): string {
  return readFileSync(fileURLToPath(new URL(`../../../fixtures/commands/${name}`, import.meta.url)), 'utf8');
}

const LIST = 'ipmitool sdr elist all';
const BOARD: Record<string, ProgramAnswer> = {
  [LIST]: captured('ipmitool-sdr-elist-1.8.19.txt'),
  'ipmitool sensor': captured('ipmitool-sensor-1.8.19.txt'),
  'ipmitool dcmi': failure({ code: 1, complaint: 'DCMI request failed because: Invalid command (c1)' }),
};

/** As ipmitool's source prints it; no simulator at hand speaks DCMI. */
const DCMI = `
    Instantaneous power reading:                   214 Watts
    Minimum during sampling period:                 10 Watts
    Maximum during sampling period:                431 Watts
    Average power reading over sample period:      212 Watts
    IPMI timestamp:                           Sat Nov 21 10:00:00 2026
    Sampling period:                          00000001 Seconds.
    Power reading state is:                   activated
`;

function machine(answers: Record<string, ProgramAnswer>, cacheFile: string | null = null) {
  const programs = fakePrograms(answers);
  const clock = new ManualClock();
  const ipmitool = createIpmitool(programs.run, async () => 'open');
  const collector = ipmi({ clock, ipmitool, cacheFile: async () => cacheFile }, 60_000);
  return {
    ...programs,
    clock,
    collector,
    look: async (signal = patience()) => (await collector.collect(signal)).value,
  };
}

const patience = (): AbortSignal => AbortSignal.timeout(10_000);

describe('ipmi', () => {
  it('reads what a board with two supplies answers, one of them without mains', async () => {
    const sample = await machine(BOARD).look();
    expect(sample).toMatchObject({
      fans: [
        { fan: 'FAN1', rpm: 1400 },
        { fan: 'FAN2', rpm: 400 },
      ],
      voltages: [
        { sensor: '12V', volts: 12.1 },
        { sensor: '5VCC', volts: 5.05 },
        { sensor: '3.3VCC', volts: 3.3 },
        { sensor: 'VBAT', volts: 3.01 },
      ],
      powerSupplies: [
        { name: 'PSU1', ok: true, status: null, watts: 424, celsius: 36 },
        { name: 'PSU2', ok: false, status: 'Failure detected, Power Supply AC lost', watts: 0, celsius: 29 },
      ],
      systemWatts: 424,
    });
    expect(sample?.temperatures).toContainEqual({ sensor: 'CPU1 Temp', celsius: 61, limitCelsius: 98 });
    expect(sample?.temperatures).toContainEqual({ sensor: 'System Temp', celsius: 31, limitCelsius: 85 });
    // A processor and a memory module that are not there, and a fan that is not connected.
    expect(sample?.temperatures.map(({ sensor }) => sensor)).not.toContain('CPU2 Temp');
    expect(sample?.temperatures).toHaveLength(8);
  });

  it("takes the controller's own reading of the power where it has one", async () => {
    expect((await machine({ ...BOARD, 'ipmitool dcmi': DCMI }).look())?.systemWatts).toBe(214);
    const off = DCMI.replace('activated', 'deactivated');
    expect((await machine({ ...BOARD, 'ipmitool dcmi': off }).look())?.systemWatts).toBe(424);
  });

  it('asks for limits and the list of sensors once in six hours, for what it refused once in one', async () => {
    const { look, asked, clock } = machine(
      { ...BOARD, 'ipmitool -S': BOARD[LIST] ?? '', 'ipmitool sdr dump': '' },
      '/c',
    );
    await look();
    expect(asked.splice(0)).toEqual([LIST, 'ipmitool dcmi power reading', 'ipmitool sensor']);
    await look();
    expect(asked.splice(0)).toEqual([LIST, 'ipmitool sdr dump /c']);
    const sample = await look();
    expect(asked.splice(0)).toEqual(['ipmitool -S /c sdr elist all']);
    expect(sample?.temperatures[0]).toEqual({ sensor: 'CPU1 Temp', celsius: 61, limitCelsius: 98 });
    clock.advance(HOUR);
    await look();
    expect(asked.splice(0)).toEqual(['ipmitool -S /c sdr elist all', 'ipmitool dcmi power reading']);
    clock.advance(5 * HOUR);
    await look();
    expect(asked).toEqual(['ipmitool -S /c sdr elist all', 'ipmitool dcmi power reading', 'ipmitool sensor']);
  });

  it.each([
    ['Pwr Consumption  | 77h | ok |  7.1 | 126 Watts', 126],
    ['Power Meter      | 14h | ok | 7.10 | 118 Watts', 118],
    ['PSU1 Total Power | 77h | ok |  7.1 | 90 Watts\nPSU2 Total Power | 78h | ok | 7.1 | 80 Watts', 170],
    ['PSU1 Power | 77h | ok | 10.1 | 90 Watts\nPSU2 Status | 78h | ok | 10.2 | Presence detected', null],
    ['CPU Power | 77h | ok | 3.1 | 65 Watts', null],
  ])('takes the power of the whole from %j as %s', async (list, watts) => {
    expect((await machine({ ...BOARD, [LIST]: list }).look())?.systemWatts).toBe(watts);
  });

  it('keeps the limits that it knows when they do not come again', async () => {
    const { look, answers, clock } = machine(BOARD);
    await look();
    answers['ipmitool sensor'] = failure({ code: 1 });
    clock.advance(6 * HOUR);
    expect((await look())?.temperatures[0]?.limitCelsius).toBe(98);
  });

  it('does without the cache from the look on in which that fails', async () => {
    const { look, asked, answers } = machine(
      { ...BOARD, 'ipmitool -S': BOARD[LIST] ?? '', 'ipmitool sdr dump': '' },
      '/c',
    );
    for (let round = 0; round < 3; round++) await look();
    answers['ipmitool -S'] = failure({ code: 1, complaint: 'Unable to open SDR cache' });
    await expect(look()).rejects.toThrow('Unable to open SDR cache');
    asked.splice(0);
    expect((await look())?.fans).toHaveLength(2);
    expect(asked[0]).toBe(LIST);
  });

  it('keeps the figures when the limits do not come in time', async () => {
    const over = new AbortController();
    const { look, asked } = machine({ ...BOARD, 'ipmitool sensor': 'hangs' });
    const looking = look(over.signal);
    await expect.poll(() => asked).toContain('ipmitool sensor');
    over.abort();
    expect((await looking)?.temperatures[0]).toEqual({ sensor: 'CPU1 Temp', celsius: 61, limitCelsius: null });
    expect((await look())?.fans).toHaveLength(2);
    expect(asked.filter((line) => line === 'ipmitool sensor')).toHaveLength(1);
  });

  it('never asks two things at once', async () => {
    const { run } = fakePrograms({ ipmitool: 'hangs' });
    let under = 0;
    let most = 0;
    const ipmitool = createIpmitool(
      async (...call) => {
        most = Math.max(most, ++under);
        return run(...call).finally(() => under--);
      },
      async () => 'open',
    );
    const first = new AbortController();
    const answers = [first.signal, AbortSignal.abort()].map((signal) =>
      ipmitool.ask(['sensor'], signal).catch(() => 0),
    );
    first.abort();
    await Promise.all(answers);
    expect(most).toBe(1);
  });

  it('takes what was told although a sensor failed', async () => {
    const half = failure({ code: 1, output: 'FAN1 | 41h | ok  | 29.1 | 1400 RPM\nFAN2 | 42h | ok' });
    expect((await machine({ ...BOARD, [LIST]: half }).look())?.fans).toEqual([{ fan: 'FAN1', rpm: 1400 }]);
  });

  it.each<[string, ProgramAnswer, string]>([
    ['is not installed', failure({ code: 'ENOENT' }), 'the program says'],
    ['has no rights', failure({ code: 1, complaint: 'Could not open device: Permission denied' }), 'Permission denied'],
    ['says nothing', '', 'names no sensors'],
    ['says garbage', '\u0000\u001b[2J|||||\n|||\n\ud800', 'names no sensors'],
  ])('fails when ipmitool %s', async (_, answer, message) => {
    await expect(machine({ ...BOARD, [LIST]: answer }).look()).rejects.toThrow(message);
  });

  it('fails when its time is over', async () => {
    await expect(machine({ ...BOARD, [LIST]: 'hangs' }).look(AbortSignal.abort())).rejects.toThrow();
  });

  it('bounds names and numbers of sensors, and leaves control characters to those who show them', async () => {
    const name = `\u001b]0;x\u0007${'n'.repeat(400)}`;
    const rows = Array.from({ length: 2000 }, (_, row) => `${name}${row} | 01h | ok | 7.1 | ${row % 90} degrees C`);
    const sample = await machine({ ...BOARD, [LIST]: rows.join('\n') }).look();
    expect(sample?.temperatures).toHaveLength(256);
    expect(new Set(sample?.temperatures.map(({ sensor }) => sensor)).size).toBeGreaterThan(1);
    for (const { sensor } of sample?.temperatures ?? []) {
      expect(sensor).toContain('\u001b]0;x\u0007');
      expect(sensor.length).toBeLessThanOrEqual(255);
    }
  });
});

describe('ipmi availability', () => {
  it.each([
    ['absent', 'open', {}, /ipmitool is not installed/],
    ['absent', 'absent', BOARD, /modprobe/],
    [
      'barred',
      'barred',
      { 'ipmitool -V': 'ipmitool version 1.8.19' },
      /\/dev\/ipmi0 may not be opened: run .* as root/,
    ],
  ] as const)('is %s with %s devices', async (kind, access, answers, why) => {
    const ipmitool = createIpmitool(fakePrograms({ ...answers }).run, async () => access);
    expect(await ipmitool.availability(patience())).toEqual({ kind, why: expect.stringMatching(why) });
  });

  it('works where the device is named in another way', async () => {
    const { run } = fakePrograms({ 'ipmitool -V': 'ipmitool version 1.8.19' });
    const ipmitool = createIpmitool(run, async (path) => (path === '/dev/ipmi/0' ? 'open' : 'absent'));
    expect(await ipmitool.availability(patience())).toEqual({ kind: 'works' });
  });
});
