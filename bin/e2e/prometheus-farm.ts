/** Reports in which each figure is told that the dashboard of fixtures/prometheus asks for. */
import { madeUpGpu, madeUpHardware, madeUpReport, madeUpSequence } from '../../src/hub/testing/made-up-report.ts';

const HOSTILE = 'rn "7"\\\n\u001b]0;x\u0007{a="b"} 1 #';

/** A farm with a bit of everything: a node that tells all that there is, a lost card, one that has left, hostile names. */
export function prometheusFarm(): readonly object[] {
  const now = Date.now();
  const iso = (secondsAgo: number): string => new Date(now - secondsAgo * 1000).toISOString();
  const common = { timestamp: iso(0), intervalSeconds: 3600 };
  const recent = Array.from({ length: 20 }, (_, i) => ({ frame: i + 1, at: iso((20 - i) * 30), sizeBytes: 9e6 }));
  const sequence = madeUpSequence({ expected: '1-100', done: '1-20', startedAt: iso(630), changedAt: iso(30), recent });
  return [
    madeUpReport('rn-01', { ...common, hardware: fullHardware(), sequences: [sequence], tags: ['gpu'] }),
    madeUpReport('rn-02', {
      ...common,
      hardware: madeUpHardware({ gpus: [madeUpGpu(), { ...madeUpGpu(), percent: null, lost: true }] }),
    }),
    madeUpReport('ws-01', { ...common, leaving: true }),
    madeUpReport(HOSTILE, {
      ...common,
      hardware: madeUpHardware({ temperatures: [{ sensor: HOSTILE, celsius: 40, limitCelsius: null }] }),
    }),
  ];
}

function fullHardware() {
  const card = { powerLimitWatts: 450, clockMegahertz: 2500, memoryClockMegahertz: 10_500, throttleReasons: [] };
  return madeUpHardware({
    cpu: {
      percent: 91,
      perCore: [90, 92],
      loadAverage: 30,
      cores: 32,
      iowaitPercent: 2,
      stealPercent: 0,
      clockMegahertz: 3400,
    },
    memory: {
      totalBytes: 256e9,
      usedBytes: 128e9,
      swapTotalBytes: 8e9,
      swapUsedBytes: 1e9,
      cachedBytes: 9e9,
      dirtyBytes: 1e6,
    },
    pressure: { cpuPercent: 1, memoryPercent: 0, ioPercent: 3 },
    fileSystems: [
      {
        mount: '/renders',
        source: 'nas:/renders',
        type: 'nfs4',
        totalBytes: 4e12,
        freeBytes: 1e12,
        holdsOutput: true,
        fullInSeconds: 9e5,
        inodesPercent: 3,
      },
    ],
    network: [
      {
        name: 'eth0',
        receivedBytesPerSecond: 1e6,
        sentBytesPerSecond: 2e6,
        linkBytesPerSecond: 1.25e9,
        errorsPerSecond: 0,
      },
    ],
    disks: { readBytesPerSecond: 1e6, writtenBytesPerSecond: 2e6, devices: [] },
    temperatures: [
      { sensor: 'coretemp Package id 0', celsius: 71, limitCelsius: 100 },
      { sensor: 'CPU_VRM Temp', celsius: 66, limitCelsius: null },
      { sensor: 'P1-DIMMA1 Temp', celsius: 44, limitCelsius: null },
    ],
    gpus: [madeUpGpu({ ...card, eccCorrected: 0, eccUncorrected: 0, busId: '0000:01:00.0', vendor: 'nvidia' })],
    fans: [{ fan: 'CPU fan', rpm: 1400 }],
    ipmi: {
      temperatures: [],
      fans: [{ fan: 'FAN1', rpm: 5200 }],
      voltages: [{ sensor: '12V', volts: 12.1 }],
      systemWatts: 640,
      powerSupplies: [{ name: 'PSU1', ok: true, status: null, watts: 320, celsius: 38 }],
    },
    drives: [
      {
        device: '/dev/nvme0',
        model: null,
        serial: null,
        healthy: true,
        celsius: 41,
        limitCelsius: 84,
        wearPercent: 7,
        sparePercent: 100,
        errors: 0,
        powerOnSeconds: 7e6,
        readBytes: 5e12,
        writtenBytes: 9e12,
      },
    ],
  });
}
