import { expect, test } from 'vitest';
import type { HardwareSample } from '../../../shared/protocol/hardware.ts';
import type { Report } from '../../../shared/protocol/report.ts';
import { VERSION } from '../../../shared/version.ts';
import { at } from '../../testing/made-up-fleet.ts';
import { madeUpGpu, madeUpHardware, madeUpReport } from '../../testing/made-up-report.ts';
import type { NodeFacts } from '../fleet/fleet-news.ts';
import { ALL_WELL, judge } from '../thresholds/judgement.ts';
import { createSensorKinds } from '../thresholds/sensor-kinds.ts';
import { createThresholdBook } from '../thresholds/threshold-book.ts';
import { machineConditions } from './machine-rules.ts';
import { silenceConditions } from './silence-rules.ts';

const WELL: Partial<HardwareSample> = { gpus: [madeUpGpu({ celsius: 60 })] };

function factsOf(report: Partial<Report>, fields: Partial<NodeFacts> = {}): NodeFacts {
  const whole = madeUpReport('rn-1', { agentVersion: VERSION, hardware: madeUpHardware(WELL), ...report });
  const thresholds = createThresholdBook([]).forNode('rn-1', []);
  const judged = judge(whole.hardware ?? null, { thresholds, kindOf: createSensorKinds(), before: ALL_WELL });
  return {
    id: 'rn-1',
    report: whole,
    liveness: 'online',
    heardAt: at(0).wall,
    isRestored: false,
    clockSkewSeconds: 0,
    job: null,
    beyond: judged.beyond,
    ...fields,
  };
}

function hardware(fields: Partial<HardwareSample>): Partial<Report> {
  return { hardware: madeUpHardware({ ...WELL, ...fields }) };
}

const root = (
  status: 'watching' | 'unreadable' | 'missing' | 'polling' | 'scanning',
  reason: string | null = null,
) => ({
  roots: [{ path: '/mnt/renders', status, reason, directories: 0, files: 0 }],
});
const mount = (usedPercent: number, fields: object = {}) => ({
  mount: '/mnt/renders',
  source: '/dev/md0',
  type: 'xfs',
  totalBytes: 1000,
  freeBytes: 1000 - 10 * usedPercent,
  holdsOutput: true,
  ...fields,
});
const drive = (fields: object) => ({
  device: 'nvme0n1',
  model: 'SN850X',
  serial: 'A1',
  healthy: true,
  celsius: null,
  limitCelsius: null,
  wearPercent: null,
  sparePercent: null,
  errors: null,
  powerOnSeconds: null,
  readBytes: null,
  writtenBytes: null,
  ...fields,
});
const supplies = (ok: boolean | null, fields: object = {}) => ({
  ipmi: {
    temperatures: [],
    fans: [],
    voltages: [],
    systemWatts: null,
    powerSupplies: [{ name: 'PSU2', ok, status: null, watts: null, celsius: null, ...fields }],
  },
});
const memory = (usedPercent: number) => ({
  memory: { totalBytes: 100, usedBytes: usedPercent, swapTotalBytes: 0, swapUsedBytes: 0 },
});
const cpu = (fields: object) => ({ cpu: { percent: 100, perCore: [], loadAverage: 99, cores: 8, ...fields } });

type Row = readonly [what: string, facts: NodeFacts, said: readonly string[]];

/** `kind severity forSeconds: message` */
const ROWS: readonly Row[] = [
  ['well', factsOf({}), []],
  [
    'busy to the last',
    factsOf(hardware({ ...cpu({}), gpus: [madeUpGpu({ celsius: 60, percent: 100, powerWatts: 440 })] })),
    [],
  ],
  [
    'busy with disks',
    factsOf(hardware(cpu({ iowaitPercent: 51 }))),
    ['threshold warn 300: waiting for disks 51% above 50%'],
  ],
  ['short of memory', factsOf(hardware(memory(89.4))), []],
  ['out of memory', factsOf(hardware(memory(95))), ['threshold warn 120: memory 95% above 90%']],
  ['warm', factsOf(hardware({ gpus: [madeUpGpu({ celsius: 87 })] })), []],
  [
    'hot by its own limit',
    factsOf(hardware({ gpus: [madeUpGpu({ celsius: 91 })] })),
    ['threshold warn 60: GPU 91° above 88°'],
  ],
  [
    'hot beyond all measure, in its second card',
    factsOf(hardware({ gpus: [madeUpGpu({ celsius: 60 }), madeUpGpu({ celsius: 98 })] })),
    ['threshold crit 60: GPU1 98° above 88°'],
  ],
  [
    'hot in all its cores',
    factsOf(
      hardware({
        temperatures: [90, 93, 91].map((celsius, core) => ({
          sensor: `coretemp Core ${core}`,
          celsius,
          limitCelsius: null,
        })),
      }),
    ),
    ['threshold warn 60: coretemp Core 1 93° above 85°'],
  ],
  ['hot in a supply', factsOf(hardware(supplies(true, { celsius: 61 }))), ['threshold warn 60: PSU2 61° above 60°']],
  ['filled to a large part', factsOf(hardware({ fileSystems: [mount(84)] })), []],
  ['filling', factsOf(hardware({ fileSystems: [mount(91)] })), ['disk-filling warn 60: /mnt/renders 91% above 85%']],
  ['full', factsOf(hardware({ fileSystems: [mount(98)] })), ['disk-filling crit 60: /mnt/renders 98% above 85%']],
  [
    'full tomorrow',
    factsOf(hardware({ fileSystems: [mount(40, { fullInSeconds: 80_000 })] })),
    ['disk-filling warn 600: /mnt/renders is full in 22h13'],
  ],
  [
    'full in two hours',
    factsOf(hardware({ fileSystems: [mount(40, { fullInSeconds: 7_800 })] })),
    ['disk-filling crit 600: /mnt/renders is full in 2h10'],
  ],
  [
    'out of inodes',
    factsOf(hardware({ fileSystems: [mount(40, { inodesPercent: 92 })] })),
    ['disk-filling warn 60: /mnt/renders inodes 92% above 90%'],
  ],
  [
    'unable to read',
    factsOf(root('unreadable', 'cannot read /mnt/renders (EACCES)')),
    ['output-unreadable crit 20: cannot read /mnt/renders (EACCES)'],
  ],
  ['without its directory', factsOf(root('missing')), ['output-unreadable warn 60: there is no /mnt/renders']],
  ['polling', factsOf(root('polling', 'too many watches')), []],
  [
    'without a card',
    factsOf(hardware({ gpus: [madeUpGpu({ lost: true, celsius: null })] })),
    ['gpu-lost crit 10: GPU does not answer any more'],
  ],
  [
    'with a card off the bus',
    factsOf(hardware({ gpus: [madeUpGpu({ xid: 79, celsius: 60 })] })),
    ['gpu-error crit 0: GPU XID 79: it has fallen off the bus'],
  ],
  [
    'with a program that failed on a card',
    factsOf(hardware({ gpus: [madeUpGpu({ xid: 13, celsius: 60 })] })),
    ['gpu-error warn 0: GPU XID 13: a program failed on the GPU'],
  ],
  [
    'with an unknown error',
    factsOf(hardware({ gpus: [madeUpGpu({ xid: 999, celsius: 60 })] })),
    ['gpu-error warn 0: GPU XID 999'],
  ],
  [
    'slowed down by heat',
    factsOf(hardware({ gpus: [madeUpGpu({ throttleReasons: ['sw_power_cap', 'hw_thermal_slowdown'], celsius: 60 })] })),
    ['gpu-throttled warn 180: GPU is slowed down by heat'],
  ],
  [
    'slowed down by its supply',
    factsOf(hardware({ gpus: [madeUpGpu({ throttleReasons: ['hw_power_brake_slowdown'], celsius: 60 })] })),
    ['gpu-throttled warn 180: GPU is slowed down by the power brake'],
  ],
  [
    'at its power limit',
    factsOf(hardware({ gpus: [madeUpGpu({ throttleReasons: ['sw_power_cap'], celsius: 60 })] })),
    [],
  ],
  [
    'without a supply',
    factsOf(hardware(supplies(false, { status: 'AC lost' }))),
    ['power-supply crit 30: power supply PSU2 has failed: AC lost'],
  ],
  ['with a supply that does not tell', factsOf(hardware(supplies(null))), []],
  [
    'with a failing drive',
    factsOf(hardware({ drives: [drive({ healthy: false })] })),
    ['drive-failing crit 0: drive nvme0n1 calls itself failing; replace it'],
  ],
  ['with a drive that does not tell', factsOf(hardware({ drives: [drive({ healthy: null })] })), []],
  [
    'with a worn drive',
    factsOf(hardware({ drives: [drive({ wearPercent: 82 })] })),
    ['drive-failing warn 0: nvme0n1 worn 82% above 80%'],
  ],
  [
    'with a drive without spare blocks',
    factsOf(hardware({ drives: [drive({ sparePercent: 8 })] })),
    ['drive-failing crit 0: nvme0n1 spare blocks 8% below 10%'],
  ],
  ['a minute off', factsOf({}, { clockSkewSeconds: 60 }), []],
  ['behind', factsOf({}, { clockSkewSeconds: 192 }), ["clock-skew warn 60: its clock is 3m 12s behind the hub's"]],
  ['ahead', factsOf({}, { clockSkewSeconds: -3_600 }), ["clock-skew warn 60: its clock is 1h ahead of the hub's"]],
  [
    'of another version',
    factsOf({ agentVersion: '0.0.9' }),
    [`agent-version info 60: its agent is 0.0.9, the hub is ${VERSION}`],
  ],
];

test.each(ROWS)('machineConditions of a node that is %s', (_, facts, said) => {
  const told = machineConditions(facts).map(
    ({ kind, severity, forSeconds, words }) => `${kind} ${severity} ${forSeconds}: ${words().message}`,
  );
  expect(told).toEqual(said);
});

test('machineConditions tells a worse error of a card as another one', () => {
  const [first, second] = [13, 79].map(
    (xid) => machineConditions(factsOf(hardware({ gpus: [madeUpGpu({ xid, celsius: 60 })] })))[0],
  );
  expect(first?.same).not.toBe(second?.same);
});

test.each<[string, NodeFacts, string | null]>([
  ['is there', factsOf({}), null],
  ['is late', factsOf({}, { liveness: 'stale' }), 'node-stale info 10: heartbeat late, 48s'],
  ['is gone', factsOf({}, { liveness: 'offline' }), 'node-offline crit 0: offline'],
  [
    'said that it leaves',
    factsOf({ leaving: true }, { liveness: 'offline' }),
    'node-offline info 60: its agent was stopped',
  ],
])('silenceConditions of a node that %s', (_, facts, said) => {
  const told = silenceConditions(facts, { job: null, partOf: null }, at(48)).map(
    ({ kind, severity, forSeconds, words }) => `${kind} ${severity} ${forSeconds}: ${words().message}`,
  );
  expect(told).toEqual(said === null ? [] : [said]);
});
