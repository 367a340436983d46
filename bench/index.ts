/** `npm run bench [NAME…]`: prints each budget beside its reference of the same run. */
import { benchAlerts } from './alerts.ts';
import type { Bench } from './bench-line.ts';
import { benchDashboard } from './dashboard.ts';
import { benchFileChecks } from './file-checks.ts';
import { benchFleet } from './fleet.ts';
import { benchForecast } from './forecast.ts';
import { benchHistory } from './history.ts';
import { benchIngest } from './ingest.ts';
import { benchLatency } from './latency.ts';
import { benchMetrics } from './metrics.ts';
import { benchMonitors } from './monitors.ts';
import { benchProcesses } from './processes.ts';
import { benchSampling } from './sampling.ts';
import { benchSequences } from './sequences.ts';
import { benchWatching } from './watching.ts';

const BENCHES: Readonly<Record<string, Bench>> = {
  ingest: benchIngest,
  fleet: benchFleet,
  alerts: benchAlerts,
  forecast: benchForecast,
  history: benchHistory,
  metrics: benchMetrics,
  sampling: benchSampling,
  monitors: benchMonitors,
  processes: benchProcesses,
  sequences: benchSequences,
  watching: benchWatching,
  'file-checks': benchFileChecks,
  latency: benchLatency,
  dashboard: benchDashboard,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in BENCHES));
if (unknown.length > 0) {
  process.stderr.write(
    `bench: there is no bench ${unknown.join(', ')}; there are ${Object.keys(BENCHES).join(', ')}.\n`,
  );
  process.exit(2);
}
for (const [name, bench] of Object.entries(BENCHES)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  process.stdout.write(`\n${name}\n`);
  for (const line of await bench()) {
    const verdict = line.within ? 'within' : 'OVER  ';
    process.stdout.write(`  ${verdict}  ${line.what}: ${line.measured}\n`);
    process.stdout.write(`          beside ${line.reference}; budget ${line.limit}\n`);
  }
}
