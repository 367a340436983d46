/** What is wrong with a machine that is heard: its directories, figures, cards, supplies and drives, clock and agent. */
import type { GpuSample } from '../../../shared/protocol/hardware.ts';
import type { WatchRootReport } from '../../../shared/protocol/sequence.ts';
import { formatSpan } from '../../../shared/units.ts';
import { VERSION } from '../../../shared/version.ts';
import type { NodeFacts } from '../fleet/fleet-news.ts';
import { type Condition, condition } from './condition.ts';
import { thresholdConditions } from './threshold-rules.ts';
import { isGrave, xidWords } from './xid.ts';

/** A share that is slow for a moment is none that is away. */
const UNREADABLE_FOR_SECONDS = 20;
const MISSING_FOR_SECONDS = 60;
const THROTTLED_FOR_SECONDS = 180;
const THROTTLED_CLEAR_SECONDS = 120;
const SKEW_TOLD_SECONDS = 60;
const SKEW_FOR_SECONDS = 60;
const VERSION_FOR_SECONDS = 60;

/** Each rule by itself: the facts of one node that is online go in, what calls for somebody comes out. */
const RULES: readonly ((facts: NodeFacts) => readonly Condition[])[] = [
  thresholdConditions,
  gpuConditions,
  supplyConditions,
  driveConditions,
  clockConditions,
  versionConditions,
];

/** `tellerOf` names the share that tells of a watched directory's trouble for all nodes; null where none does. */
export function machineConditions(
  facts: NodeFacts,
  tellerOf: (root: WatchRootReport) => string | null = () => null,
): readonly Condition[] {
  return [...outputConditions(facts, tellerOf), ...RULES.flatMap((rule) => rule(facts))];
}

function outputConditions(
  { id, report }: NodeFacts,
  tellerOf: (root: WatchRootReport) => string | null,
): readonly Condition[] {
  return (report.roots ?? []).flatMap((root) => {
    const { path, status, reason } = root;
    if (status !== 'unreadable' && status !== 'missing') return [];
    const teller = tellerOf(root);
    const isUnreadable = status === 'unreadable';
    return condition({
      kind: 'output-unreadable',
      severity: isUnreadable ? 'crit' : 'warn',
      node: id,
      label: path,
      coveredBy: teller === null ? null : `told of ${teller} as a whole`,
      forSeconds: isUnreadable ? UNREADABLE_FOR_SECONDS : MISSING_FOR_SECONDS,
      words: () => {
        const what = isUnreadable ? `cannot read ${path}` : `there is no ${path}`;
        return { message: reason ?? what, details: reason === null ? [] : [`Watched directory ${path}`] };
      },
    });
  });
}

function gpuConditions({ id, report }: NodeFacts): readonly Condition[] {
  const gpus = report.hardware?.gpus ?? [];
  const conditions: Condition[] = [];
  for (const [index, gpu] of gpus.entries()) {
    const name = gpus.length === 1 ? 'GPU' : `GPU${index}`;
    const told = { node: id, label: String(index) };
    if (gpu.lost)
      conditions.push(
        condition({
          ...told,
          kind: 'gpu-lost',
          severity: 'crit',
          metric: 'gpuLost',
          forSeconds: 10,
          words: () => ({ message: `${name} does not answer any more`, details: cardDetails(gpu) }),
        }),
      );
    const { xid } = gpu;
    if (typeof xid === 'number')
      conditions.push(
        condition({
          ...told,
          kind: 'gpu-error',
          severity: isGrave(xid) ? 'crit' : 'warn',
          metric: 'gpuXid',
          same: `gpu-error ${xid}`,
          words: () => ({ message: `${name} XID ${xid}${xidWords(xid)}`, details: cardDetails(gpu) }),
        }),
      );
    const reasons = brakes(gpu);
    if (reasons.length > 0)
      conditions.push(
        condition({
          ...told,
          kind: 'gpu-throttled',
          severity: 'warn',
          metric: 'gpuThrottled',
          forSeconds: THROTTLED_FOR_SECONDS,
          clearSeconds: THROTTLED_CLEAR_SECONDS,
          words: () => ({ message: `${name} is slowed down by ${causesOf(reasons)}`, details: cardDetails(gpu) }),
        }),
      );
  }
  return conditions;
}

function cardDetails({ name, busId, driver }: GpuSample): readonly string[] {
  return [`${name}${busId ? ` at ${busId}` : ''}${driver ? `, driver ${driver}` : ''}`];
}

/** Reasons that somebody can do something about: a card at its power limit works as it was set up to. */
function brakes({ throttleReasons }: GpuSample): readonly string[] {
  return (throttleReasons ?? []).filter((reason) => /thermal|brake|^hw_slowdown$/i.test(reason));
}

function causesOf(reasons: readonly string[]): string {
  const isHeat = reasons.some((reason) => /thermal/i.test(reason));
  const isPower = reasons.some((reason) => /brake/i.test(reason));
  if (isHeat && isPower) return 'heat and by the power brake';
  if (isHeat) return 'heat';
  return isPower ? 'the power brake' : 'its hardware';
}

function supplyConditions({ id, report }: NodeFacts): readonly Condition[] {
  return (report.hardware?.ipmi?.powerSupplies ?? []).flatMap(({ name, ok, status }) =>
    ok === false
      ? condition({
          kind: 'power-supply',
          severity: 'crit',
          node: id,
          metric: 'psuOk',
          label: name,
          forSeconds: 30,
          words: () => ({ message: `power supply ${name} has failed${status ? `: ${status}` : ''}`, details: [] }),
        })
      : [],
  );
}

function driveConditions({ id, report }: NodeFacts): readonly Condition[] {
  return (report.hardware?.drives ?? []).flatMap(({ device, healthy, model, serial, errors }) =>
    healthy === false
      ? condition({
          kind: 'drive-failing',
          severity: 'crit',
          node: id,
          metric: 'driveHealthy',
          label: device,
          words: () => ({
            message: `drive ${device} calls itself failing; replace it`,
            details: [
              [model, serial && `serial ${serial}`].filter(Boolean).join(', '),
              errors ? `${errors} errors of the medium` : '',
            ].filter((line) => line !== ''),
          }),
        })
      : [],
  );
}

function clockConditions({ id, clockSkewSeconds }: NodeFacts): readonly Condition[] {
  if (clockSkewSeconds === null || Math.abs(clockSkewSeconds) <= SKEW_TOLD_SECONDS) return [];
  const value = Math.abs(clockSkewSeconds);
  const direction = clockSkewSeconds > 0 ? 'behind' : 'ahead of';
  return [
    condition({
      kind: 'clock-skew',
      severity: 'warn',
      node: id,
      figure: { value, limit: SKEW_TOLD_SECONDS },
      forSeconds: SKEW_FOR_SECONDS,
      clearSeconds: SKEW_FOR_SECONDS,
      words: () => ({ message: `its clock is ${formatSpan(value)} ${direction} the hub's`, details: [] }),
    }),
  ];
}

function versionConditions({ id, report }: NodeFacts): readonly Condition[] {
  const { agentVersion } = report;
  if (!agentVersion || agentVersion === VERSION) return [];
  return [
    condition({
      kind: 'agent-version',
      severity: 'info',
      node: id,
      forSeconds: VERSION_FOR_SECONDS,
      words: () => ({ message: `its agent is ${agentVersion}, the hub is ${VERSION}`, details: [] }),
    }),
  ];
}
