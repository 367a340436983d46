import { describe, expect, it } from 'vitest';
import { fakePrograms, type ProgramAnswer } from '../testing/fake-programs.ts';
import { drives } from './drives.ts';

function machine(answers: Record<string, ProgramAnswer>) {
  const { run, asked } = fakePrograms(answers);
  const collector = drives({ run, accessTo: async () => 'open' }, 600_000);
  return { asked, look: () => collector.collect(AbortSignal.timeout(10_000)) };
}

/*
 * Written after the NVM Express specification and the names in nvme-cli 2.3; no machine at hand has such a drive.
 * Version 1 lists name spaces, 2 hosts with subsystems with controllers.
 */
const FLAT = { Devices: [{ DevicePath: '/dev/nvme0n1', ModelNumber: 'FAST', SerialNumber: 'S1' }] };
const NESTED = {
  Devices: [
    {
      HostNQN: 'nqn',
      Subsystems: [
        {
          Subsystem: 'nvme-subsys0',
          Controllers: [
            { Controller: 'nvme0', ModelNumber: 'FAST', SerialNumber: 'S1', Namespaces: [{ NameSpace: 'nvme0n1' }] },
          ],
        },
      ],
    },
  ],
};
const LOG = {
  critical_warning: 0,
  temperature: 317,
  avail_spare: 100,
  spare_thresh: 10,
  percent_used: 105,
  data_units_read: '10',
  data_units_written: 20,
  power_on_hours: 3,
  media_errors: 1,
};

describe('drives by nvme', () => {
  it.each<[string, object, string]>([
    ['1', FLAT, 'nvme0n1'],
    ['2', NESTED, 'nvme0'],
  ])('reads the health log of version %s', async (_, list, device) => {
    const { look } = machine({
      'nvme list': JSON.stringify(list),
      [`nvme smart-log /dev/${device}`]: JSON.stringify(LOG),
    });
    expect((await look()).value).toEqual([
      {
        device,
        model: 'FAST',
        serial: 'S1',
        healthy: true,
        celsius: 44,
        limitCelsius: null,
        wearPercent: 100,
        sparePercent: 100,
        errors: 1,
        powerOnSeconds: 10_800,
        readBytes: 5_120_000,
        writtenBytes: 10_240_000,
      },
    ]);
  });

  it.each([
    [0, true],
    [4, false],
    [{ value: 8, available_spare: 0 }, false],
    ['?', null],
  ])('takes the warning %j for health %s', async (critical_warning, healthy) => {
    const log = JSON.stringify({ ...LOG, critical_warning });
    const { look } = machine({ 'nvme list': JSON.stringify(FLAT), 'nvme smart-log': log });
    expect((await look()).value?.[0]?.healthy).toBe(healthy);
  });

  it.each([
    [2.7, 2],
    ['12', 12],
    [-1, null],
    [1e300, null],
    [true, null],
  ])('takes %j media errors for %s', async (media_errors, errors) => {
    const log = JSON.stringify({ ...LOG, media_errors });
    const { look } = machine({ 'nvme list': JSON.stringify(FLAT), 'nvme smart-log': log });
    expect((await look()).value?.[0]?.errors).toBe(errors);
  });

  it('asks once for the health that several name spaces share', async () => {
    const Devices = ['nvme0n1', 'nvme0n2', 'nvme1n1'].map((name) => ({ DevicePath: `/dev/${name}` }));
    const { look } = machine({ 'nvme list': JSON.stringify({ Devices }), 'nvme smart-log': JSON.stringify(LOG) });
    expect((await look()).value?.map(({ device }) => device)).toEqual(['nvme0n1', 'nvme1n1']);
  });

  it('names a drive that gives no log, and asks for none elsewhere', async () => {
    const Devices = [{ DevicePath: '/dev/nvme0n1' }, { DevicePath: '/etc/passwd' }, { DevicePath: '/dev/nvme0;x' }];
    const { look, asked } = machine({ 'nvme list': JSON.stringify({ Devices }), 'nvme smart-log': '{}' });
    expect(await look()).toEqual({ value: [], problems: ['nvme0n1: nvme gave no health log'] });
    expect(asked.slice(2)).toEqual(['nvme smart-log /dev/nvme0n1 -o json']);
  });
});
