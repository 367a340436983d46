/** What calls for somebody on the made-up farm, by times before a given one. */
import type { Millis } from '../../shared/clock.ts';
import type { Alert, AlertFigure } from '../../shared/protocol/alert.ts';

export function madeUpAlert(id: string, raisedAt: Millis, fields: Partial<Alert> = {}): Alert {
  const at = new Date(raisedAt).toISOString();
  return {
    id,
    kind: 'threshold',
    severity: 'warn',
    state: 'raised',
    message: 'GPU0 91° above 88°',
    details: [],
    node: 'rn-023',
    job: null,
    jobTitle: null,
    metric: null,
    label: null,
    figure: null,
    raisedAt: at,
    changedAt: at,
    clearedAt: null,
    acknowledgedAt: null,
    acknowledgedBy: null,
    mutedUntil: null,
    times: 1,
    ...fields,
  };
}

const FIGURE: AlertFigure = { last: 91, least: 88.2, mean: 90.1, most: 92, limit: 88 };

/** Six open alerts and two that are over, the newest first as the hub tells them. */
export function madeUpAlerts(now: Millis): readonly Alert[] {
  const ago = (seconds: number): Millis => now - seconds * 1000;
  const stamp = (seconds: number): string => new Date(ago(seconds)).toISOString();
  return [
    madeUpAlert('a-023', ago(15), {
      severity: 'warn',
      job: 'sq010_sh0050_lgt',
      jobTitle: 'sq010_sh0050_lgt',
      metric: 'gpuTempC',
      label: '0',
      figure: FIGURE,
      details: ['The card slows itself down from 88° on.', 'Fan 100%, power 421 W of 450 W.'],
    }),
    madeUpAlert('a-017', ago(117), {
      kind: 'job-failed',
      severity: 'crit',
      node: 'rn-017',
      job: 'sq030_sh0120_fx',
      jobTitle: 'sq030_sh0120_fx',
      message: 'frame 99 failed 3 times: license checkout timeout',
      details: [
        'hserver: waiting for license (12 of 12 Karma tokens in use)',
        'ERROR Unable to acquire license: timeout after 60 s',
        'exit code 3, attempt 3 of 3, frame 99 marked failed',
      ],
      times: 3,
    }),
    madeUpAlert('a-031', ago(48), {
      kind: 'node-stale',
      severity: 'info',
      node: 'rn-031',
      jobTitle: 'sq020_sh0070_comp',
      message: 'no report for 48s',
    }),
    madeUpAlert('a-024', ago(720), {
      kind: 'job-stalled',
      node: 'rn-024',
      jobTitle: 'sq010_sh0040_lgt',
      message: 'no new frame for 12m (usual 1.8m)',
      state: 'acknowledged',
      acknowledgedBy: 'mira',
      acknowledgedAt: stamp(300),
    }),
    madeUpAlert('a-042', ago(845), {
      kind: 'node-offline',
      severity: 'crit',
      node: 'rn-042',
      jobTitle: 'sq030_sh0110_lgt',
      message: 'offline, last report 14m ago',
    }),
    madeUpAlert('a-006', ago(1227), {
      kind: 'frames-suspicious',
      node: 'rn-006',
      jobTitle: 'sq010_sh0030_lgt',
      message: 'frame 87 has 0.4 MB, the others 42 MB',
      mutedUntil: stamp(-2520),
    }),
    madeUpAlert('a-012', ago(1596), {
      kind: 'node-offline',
      severity: 'crit',
      node: 'rn-012',
      state: 'cleared',
      jobTitle: 'sq030_sh0100_lgt',
      message: 'offline, last report 3m ago',
      clearedAt: stamp(1404),
    }),
    madeUpAlert('a-005', ago(90_000), {
      kind: 'job-completed',
      severity: 'info',
      node: null,
      state: 'cleared',
      job: 'sq010_sh0005_lgt',
      jobTitle: 'sq010_sh0005_lgt',
      message: 'job done, 240 frames in 5h 12m',
      clearedAt: stamp(90_000),
    }),
  ];
}
