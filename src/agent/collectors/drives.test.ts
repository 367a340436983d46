import { describe, expect, it } from 'vitest';
import { failure, fakePrograms, type ProgramAnswer } from '../testing/fake-programs.ts';
import type { AccessTo } from './collector-files.ts';
import { drives } from './drives.ts';

/*
 * Shapes of smartctl 7.3 and 7.4, written after smartctl(8) and the names in the program; no drive at hand tells of its
 * health.
 */
const NVME = {
  device: { name: '/dev/nvme0', type: 'nvme', protocol: 'NVMe' },
  model_name: 'FAST 990 2TB',
  serial_number: 'S1',
  smart_status: { passed: true, nvme: { value: 0 } },
  nvme_composite_temperature_threshold: { warning: 82, critical: 85 },
  nvme_smart_health_information_log: {
    critical_warning: 0,
    temperature: 44,
    available_spare: 98,
    available_spare_threshold: 10,
    percentage_used: 12,
    data_units_read: 1000,
    data_units_written: 2_000_000,
    power_on_hours: 100,
    media_errors: 3,
  },
  temperature: { current: 44 },
  power_on_time: { hours: 100 },
};

function attribute(id: number, name: string, value: number, raw: number) {
  return { id, name, value, worst: value, thresh: 10, raw: { value: raw, string: `${raw}` } };
}

const SATA = {
  device: { name: '/dev/sda', type: 'sat', protocol: 'ATA' },
  model_name: 'SOLID 870',
  serial_number: 'S2',
  rotation_rate: 0,
  logical_block_size: 512,
  smart_status: { passed: true },
  ata_smart_attributes: {
    table: [
      attribute(5, 'Reallocated_Sector_Ct', 100, 2),
      attribute(177, 'Wear_Leveling_Count', 93, 120),
      attribute(187, 'Reported_Uncorrect', 100, 1),
      attribute(197, 'Current_Pending_Sector', 100, 4),
      attribute(198, 'Offline_Uncorrectable', 100, 4),
      attribute(241, 'Total_LBAs_Written', 99, 1_000_000),
      attribute(242, 'Lifetime_Reads_GiB', 99, 3),
    ],
  },
  temperature: { current: 31 },
  power_on_time: { hours: 2 },
};

const SCAN = JSON.stringify({
  devices: [
    { name: '/dev/sda', type: 'sat' },
    { name: '/dev/nvme0', type: 'nvme' },
  ],
});

const ASKED = 'smartctl -j -n standby --all -d';
const GOOD: Record<string, ProgramAnswer> = {
  'smartctl --scan': SCAN,
  [`${ASKED} sat /dev/sda`]: JSON.stringify(SATA),
  [`${ASKED} nvme /dev/nvme0`]: JSON.stringify(NVME),
};

const patience = (): AbortSignal => AbortSignal.timeout(10_000);
const open: AccessTo = async () => 'open';

function machine(answers: Record<string, ProgramAnswer>, accessTo: AccessTo = open) {
  const programs = fakePrograms({ ...answers });
  const collector = drives({ run: programs.run, accessTo }, 600_000);
  return { ...programs, collector, look: (signal = patience()) => collector.collect(signal) };
}

/** With what an ATA drive tells changed, as smartctl fails when it fails for a reason. */
async function ofSata(changes: object, code = 0) {
  const output = JSON.stringify({ ...SATA, ...changes });
  const answer = code === 0 ? output : failure({ code, output });
  const { value, problems } = await machine({
    'smartctl --scan': JSON.stringify({ devices: [{ name: '/dev/sda', type: 'sat' }] }),
    [`${ASKED} sat /dev/sda`]: answer,
  }).look();
  return { drive: value?.[0], problems };
}

describe('drives by smartctl', () => {
  it('reads the health of an NVMe and of an ATA drive', async () => {
    expect(await machine(GOOD).look()).toEqual({
      value: [
        {
          device: 'sda',
          model: 'SOLID 870',
          serial: 'S2',
          healthy: true,
          celsius: 31,
          limitCelsius: null,
          wearPercent: 7,
          sparePercent: null,
          errors: 7,
          powerOnSeconds: 7200,
          readBytes: 3 * 2 ** 30,
          writtenBytes: 512_000_000,
        },
        {
          device: 'nvme0',
          model: 'FAST 990 2TB',
          serial: 'S1',
          healthy: true,
          celsius: 44,
          limitCelsius: 85,
          wearPercent: 12,
          sparePercent: 98,
          errors: 3,
          powerOnSeconds: 360_000,
          readBytes: 512_000_000,
          writtenBytes: 1_024_000_000_000,
        },
      ],
      problems: [],
    });
  });

  it.each([8, 16 + 32, 64, 4])('takes the answer of a drive for which it exits with %d', async (code) => {
    const { drive, problems } = await ofSata({ smart_status: { passed: false } }, code);
    expect(drive).toMatchObject({ healthy: false, celsius: 31 });
    expect(problems).toEqual([]);
  });

  it('counts the grown defects and uncorrected errors of a SCSI drive', async () => {
    const { drive } = await ofSata({
      ata_smart_attributes: undefined,
      scsi_percentage_used_endurance_indicator: 130,
      scsi_grown_defect_list: 2,
      scsi_error_counter_log: { read: { total_uncorrected_errors: 1 }, write: { total_uncorrected_errors: 4 } },
      temperature: { current: 35, drive_trip: 65 },
    });
    expect(drive).toMatchObject({ errors: 7, wearPercent: 100, limitCelsius: 65 });
  });

  it('lets a sleeping drive sleep, and says what it told when it was awake but for its temperature', async () => {
    const { look, answers } = machine(GOOD);
    await look();
    const output = JSON.stringify({ smartctl: { messages: [{ string: 'Device is in STANDBY mode, exit(2)' }] } });
    answers[`${ASKED} sat /dev/sda`] = failure({ code: 2, output });
    for (let round = 0; round < 2; round++) {
      const { value, problems } = await look();
      expect(value?.[0]).toMatchObject({ device: 'sda', model: 'SOLID 870', wearPercent: 7, celsius: null });
      expect(problems).toEqual([]);
    }
  });

  it('names a drive that sleeps from the start', async () => {
    const output = JSON.stringify({ smartctl: { messages: [{ string: 'Device is in STANDBY mode, exit(2)' }] } });
    const { value } = await machine({ ...GOOD, [`${ASKED} sat /dev/sda`]: failure({ code: 2, output }) }).look();
    expect(value?.[0]).toMatchObject({ device: 'sda', model: null, healthy: null });
  });

  it('tells of one drive what is wrong, and of the others what they say', async () => {
    const output = JSON.stringify({ smartctl: { messages: [{ string: '/dev/sda: Input/output error' }] } });
    const { value, problems } = await machine({
      ...GOOD,
      [`${ASKED} sat /dev/sda`]: failure({ code: 2, output }),
    }).look();
    expect(value?.map(({ device }) => device)).toEqual(['nvme0']);
    expect(problems).toEqual(['sda: /dev/sda: Input/output error']);
  });

  it.each<[string, ProgramAnswer]>([
    ['half an answer', JSON.stringify(SATA).slice(0, 300)],
    ['garbage', '\u0000\u001b[31m{'],
    ['a list', '[1,2]'],
    ['what is no health', '{"temperature":"hot","ata_smart_attributes":{"table":7},"smart_status":[]}'],
    ['deep nonsense', `{"smart_status":${'['.repeat(5000)}${']'.repeat(5000)}}`],
    ['nothing', ''],
  ])('names the drive of which it gives %s', async (_, answer) => {
    const { value, problems } = await machine({ ...GOOD, [`${ASKED} sat /dev/sda`]: answer }).look();
    expect(value).toHaveLength(1);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^sda: /);
  });

  it('gives up the round when its time is over', async () => {
    const over = new AbortController();
    const { look, asked } = machine({ ...GOOD, [ASKED]: 'hangs', [`${ASKED} sat /dev/sda`]: 'hangs' });
    const looking = look(over.signal);
    await expect.poll(() => asked).toHaveLength(2);
    over.abort();
    await expect(looking).rejects.toThrow();
    expect(asked).toHaveLength(2);
  });

  it('asks for nothing that is named like an option, and at most 64 drives', async () => {
    const devices = [
      { name: '/dev/sda', type: '--test=long' },
      { name: '-s off', type: 'sat' },
      ...Array.from({ length: 100 }, (_, disk) => ({ name: `/dev/sd${disk}`, type: 'sat' })),
    ];
    const { look, asked } = machine({ 'smartctl --scan': JSON.stringify({ devices }), [ASKED]: JSON.stringify(SATA) });
    expect((await look()).value).toHaveLength(64);
    expect(asked.join()).not.toMatch(/--test|-s off/);
  });

  it('leaves it to smartctl what a drive is of which the scan is not certain', async () => {
    const { look, asked } = machine({
      'smartctl --scan': JSON.stringify({ devices: [{ name: '/dev/sda', type: 'scsi' }] }),
      'smartctl -j': JSON.stringify(SATA),
    });
    await look();
    expect(asked[1]).toBe('smartctl -j -n standby --all /dev/sda');
  });

  it('tells drives behind one controller apart', async () => {
    const devices = [0, 1].map((disk) => ({ name: '/dev/bus/0', type: `megaraid,${disk}` }));
    const { look } = machine({ 'smartctl --scan': JSON.stringify({ devices }), [ASKED]: JSON.stringify(SATA) });
    expect((await look()).value?.map(({ device }) => device)).toEqual(['bus/0 megaraid,0', 'bus/0 megaraid,1']);
  });

  it('bounds names, and leaves control characters to those who show them', async () => {
    const name = `\u001b]52;c;x\u0007${'m'.repeat(2000)}`;
    const { drive } = await ofSata({ model_name: name, serial_number: 7 });
    expect(drive?.model).toBe(name.slice(0, 512));
    expect(drive?.serial).toBeNull();
  });
});

describe('drives availability', () => {
  const none = '{"smartctl":{"exit_status":0}}';
  it.each<[string, Record<string, ProgramAnswer>, 'open' | 'barred', object]>([
    ['works', GOOD, 'open', { kind: 'works' }],
    ['is barred', GOOD, 'barred', { kind: 'barred', why: '/dev/sda may not be opened: run the agent as root' }],
    ['is absent without a program', {}, 'open', { kind: 'absent', why: expect.stringContaining('smartmontools') }],
    ['is absent without a drive', { 'smartctl --scan': none }, 'open', { kind: 'absent' }],
    // As nvme-cli 2.3 does on a system without such drives.
    ['is absent where nvme finds none', { 'nvme list': failure({ code: 1 }) }, 'open', { kind: 'absent' }],
  ])('%s', async (_, answers, access, expected) => {
    expect(await machine(answers, async () => access).collector.availability(patience())).toMatchObject(expected);
  });
});
