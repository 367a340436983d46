/** Whatever a program or an engine says, cut off or changed anywhere: the sample fits the protocol, or there is none. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import type { TSchema } from 'typebox';
import { expect, it } from 'vitest';
import { ManualClock } from '../../shared/manual-clock.ts';
import { HardwareSample } from '../../shared/protocol/hardware.ts';
import { checkerFor } from '../../shared/protocol/validate.ts';
import { readUpgradable } from './apt-updates.ts';
import { containers } from './containers.ts';
import { drives } from './drives.ts';
import { readNvmeLog } from './drives-nvme.ts';
import { failedServices } from './failed-services.ts';
import { ipmi } from './ipmi.ts';
import { createIpmitool } from './ipmitool.ts';

function captured(name: string): string {
  return readFileSync(fileURLToPath(new URL(`../../../fixtures/commands/${name}`, import.meta.url)), 'utf8');
}

/** The text with a piece of it replaced: by nothing, by another piece, by something outrageous. */
function spoiled(text: string): fc.Arbitrary<string> {
  const place = fc.nat(text.length);
  const intruder = fc.oneof(
    fc.constantFrom(
      '',
      '9'.repeat(400),
      '-1',
      '1e999',
      '0.5',
      'null',
      '{}',
      '"',
      '|',
      '\n',
      '\u0000',
      '\u001b]0;x\u0007',
    ),
    fc.string({ maxLength: 30 }),
    place.map((at) => text.slice(at, at + 200)),
  );
  return fc
    .tuple(place, fc.oneof(fc.nat(60), place), intruder)
    .map(([at, length, put]) => text.slice(0, at) + put + text.slice(at + length));
}

const signal = AbortSignal.timeout(60_000);

async function fits(schema: TSchema, collector: { collect(signal: AbortSignal): Promise<{ value: unknown }> }) {
  const check = checkerFor(schema);
  const reading = await collector.collect(signal).catch(() => null);
  if (reading === null) return;
  // As it goes over the wire: what is infinite there would become null.
  const sent = JSON.parse(JSON.stringify(reading.value));
  expect(sent).toEqual(reading.value);
  expect(check(sent)).toMatchObject({ ok: true });
}

const { ipmi: Ipmi, drives: Drives, containers: Containers, services: Services } = HardwareSample.properties;

it('ipmi tells nothing that the protocol refuses', async () => {
  const list = captured('ipmitool-sdr-elist-1.8.19.txt');
  const limits = captured('ipmitool-sensor-1.8.19.txt');
  const dcmi = 'Instantaneous power reading:     214 Watts';
  await fc.assert(
    fc.asyncProperty(spoiled(list), spoiled(limits), spoiled(dcmi), async (...texts) => {
      const answers = [...texts];
      const order = [0, 2, 1];
      const run = async (): Promise<string> => answers[order.shift() ?? 0] ?? '';
      const ipmitool = createIpmitool(run, async () => 'open');
      await fits(Ipmi, ipmi({ clock: new ManualClock(), ipmitool, cacheFile: async () => null }, 60_000));
    }),
    { numRuns: 300 },
  );
});

const DRIVE = JSON.stringify({
  model_name: 'X',
  serial_number: 'S',
  rotation_rate: 0,
  smart_status: { passed: true },
  temperature: { current: 31, drive_trip: 60 },
  power_on_time: { hours: 2 },
  scsi_percentage_used_endurance_indicator: 3,
  nvme_smart_health_information_log: { media_errors: 3, percentage_used: 4, data_units_read: 7, available_spare: 99 },
  ata_smart_attributes: {
    table: [
      { id: 5, name: 'Reallocated_Sector_Ct', value: 100, raw: { value: 1, string: '1' } },
      { id: 231, name: 'SSD_Life_Left', value: 98, raw: { value: 1, string: '1' } },
      { id: 241, name: 'Total_LBAs_Written', value: 99, raw: { value: 1, string: '1' } },
    ],
  },
});

it('drives tell nothing that the protocol refuses', async () => {
  const scan = JSON.stringify({ devices: [{ name: '/dev/sda', type: 'sat' }] });
  await fc.assert(
    fc.asyncProperty(spoiled(scan), spoiled(DRIVE), async (...texts) => {
      const run = async (_: string, args: readonly string[]): Promise<string> =>
        texts[args[0] === '--scan' ? 0 : 1] ?? '';
      await fits(Drives, drives({ run, accessTo: async () => 'open' }, 600_000));
    }),
    { numRuns: 300 },
  );
});

const LOG =
  '{"critical_warning":0,"temperature":317,"avail_spare":100,"percent_used":5,"power_on_hours":3,"media_errors":1}';

it('readNvmeLog tells nothing that the protocol refuses', async () => {
  const drive = { path: '/dev/nvme0', model: null, serial: null };
  await fc.assert(
    fc.asyncProperty(spoiled(LOG), async (text) => {
      const sample = readNvmeLog(text, drive);
      await fits(Drives, { collect: async () => ({ value: sample === null ? [] : [sample] }) });
    }),
    { numRuns: 300 },
  );
});

it('containers tell nothing that the protocol refuses', async () => {
  const list = captured('docker-containers-20.10.json');
  const stats = captured('docker-stats-20.10.json');
  await fc.assert(
    fc.asyncProperty(spoiled(list), spoiled(stats), spoiled(stats), async (listed, first, second) => {
      const clock = new ManualClock();
      let told = first;
      const engineAt = () => async (path: string) => (path.startsWith('/containers/json') ? listed : told);
      const collector = containers({ clock, accessTo: async () => 'open', sockets: ['/s'], engineAt }, 30_000);
      await fits(Containers, collector);
      told = second;
      clock.advance(1);
      await fits(Containers, collector);
    }),
    { numRuns: 200 },
  );
});

it('failedServices tell nothing that the protocol refuses', async () => {
  const units = 'nfs-server.service loaded failed failed NFS server\nrender.mount loaded failed failed /render\n';
  await fc.assert(
    fc.asyncProperty(spoiled(units), async (text) => {
      await fits(
        Services,
        failedServices(
          async () => text,
          async () => 'open',
          60_000,
        ),
      );
    }),
    { numRuns: 200 },
  );
});

it('readUpgradable never counts more security updates than updates', () => {
  fc.assert(
    fc.property(spoiled(captured('apt-list-upgradable-2.6.txt')), (text) => {
      const counts = readUpgradable(text);
      if (counts !== null) expect(counts.securityUpdates).toBeLessThanOrEqual(counts.updates);
    }),
    { numRuns: 200 },
  );
});
