/** What looking after alerts costs the hub each second: of a farm that is well, of one in trouble, when a switch dies. */
import { createAlertBook } from '../src/hub/core/alerts/alert-book.ts';
import { createAlertWatch } from '../src/hub/core/alerts/alert-watch.ts';
import { createFleet } from '../src/hub/core/fleet/fleet.ts';
import type { Moment } from '../src/shared/clock.ts';
import type { HardwareSample } from '../src/shared/protocol/hardware.ts';
import type { Report } from '../src/shared/protocol/report.ts';
import { VERSION } from '../src/shared/version.ts';
import type { Bench, BenchLine } from './bench-line.ts';
import { median } from './median.ts';
import { sampleReport } from './sample-report.ts';

const NODES = 1_000;
const CHANGES_PER_SECOND = 500;
const SECONDS = 120;
const WARM_UP_SECONDS = 60;
/** Of the farm in trouble: so many of a hundred nodes have a card that is too hot, and figures that move. */
const HOT_PERCENT = 20;

export const benchAlerts: Bench = async () => [watchLine(), switchLine()];

function watchLine(): BenchLine {
  const [well, troubled] = [costOf(0), costOf(HOT_PERCENT)];
  return {
    what: `alerts of ${NODES} nodes at ${CHANGES_PER_SECOND} changes a second`,
    measured: `${(well.millis / 10).toFixed(2)} % of a core, with ${troubled.open} open ${(troubled.millis / 10).toFixed(2)} %`,
    reference: `the fleet's own work of such a second ${(troubled.fleetMillis / 10).toFixed(2)} %`,
    limit: '< 1 % of a core',
    within: well.millis < 10 && troubled.millis < 10,
  };
}

interface Cost {
  /** CPU time of one second's tick. */
  readonly millis: number;
  readonly fleetMillis: number;
  readonly open: number;
}

function costOf(hotPercent: number): Cost {
  const fleet = createFarm();
  const book = createAlertBook();
  const watch = createAlertWatch({ fleet, book }, [], moment(0));
  const [costs, fleetCosts]: [number[], number[]] = [[], []];
  let sent = 0;
  for (let second = 0; second < SECONDS; second++) {
    const now = moment(second);
    const reports = Array.from({ length: CHANGES_PER_SECOND }, () => reportOf(sent++, hotPercent));
    const fleetCost = millisOf(() => {
      for (const report of reports) fleet.applyReport(report, now);
      fleet.tick(now);
    });
    const cost = millisOf(() => {
      watch.tick(now);
      book.takeChanges(100);
      book.takeRecordChanges();
    });
    if (second < WARM_UP_SECONDS) continue;
    costs.push(cost);
    fleetCosts.push(fleetCost);
  }
  return { millis: median(costs), fleetMillis: median(fleetCosts), open: book.counts.open };
}

function switchLine(): BenchLine {
  const fleet = createFarm();
  const book = createAlertBook();
  const watch = createAlertWatch({ fleet, book }, [], moment(0));
  for (let node = 0; node < NODES; node++) fleet.applyReport(reportOf(node, 0), moment(0));
  let longest = 0;
  for (let second = 0; second < 100; second++) {
    fleet.tick(moment(second));
    longest = Math.max(
      longest,
      millisOf(() => watch.tick(moment(second))),
    );
  }
  return {
    what: `the longest tick when all ${NODES} nodes are gone at once`,
    measured: `${longest.toFixed(1)} ms, ${book.counts.open} alerts open`,
    reference: 'a window of changes 250 ms',
    limit: '<= 100 ms',
    within: longest <= 100 && book.counts.open >= NODES,
  };
}

function createFarm() {
  const limits = { staleIntervals: 3, offlineAfterSeconds: 60, defaultIntervalSeconds: 5, stallAfterSeconds: 300 };
  return createFleet({ farm: 'bench', maxNodes: 10_000, ...limits });
}

function reportOf(sent: number, hotPercent: number): Report {
  const node = sent % NODES;
  const report = sampleReport(node, Math.floor(sent / NODES));
  const { hardware } = report;
  const told = { ...report, agentVersion: VERSION, ...(hardware ? { hardware: onShare(hardware) } : {}) };
  if (!hardware || node % 100 >= hotPercent) return told;
  const gpus = (hardware.gpus ?? []).map((gpu) => ({ ...gpu, celsius: 94 + (sent % 4) }));
  return { ...told, hardware: { ...onShare(hardware, 0.03), gpus } };
}

/** All write to one share; with less than a twentieth of it free it is full. */
function onShare(hardware: HardwareSample, free = 0.5): HardwareSample {
  const fileSystems = (hardware.fileSystems ?? []).map((each) =>
    each.holdsOutput ? { ...each, source: 'nas:/renders', type: 'nfs4', freeBytes: each.totalBytes * free } : each,
  );
  return { ...hardware, fileSystems };
}

function moment(second: number): Moment {
  return { wall: 1_700_000_000_000 + second * 1_000, monotonic: second * 1_000 };
}

function millisOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
