/** A sample that fits into a report, however many things a machine has. */
import type { HardwareSample } from '../../shared/protocol/hardware.ts';
import { isRecord } from '../../shared/is-record.ts';

/** A sample, and how many entries each list of it has lost, by the list's name. */
export interface FittingHardware {
  readonly hardware: HardwareSample;
  readonly omitted: ReadonlyMap<string, number>;
}

/** Where a list stands: `temperatures` by itself, `['ipmi', 'voltages']` within a part. */
type Place = readonly [part: string, key?: string];

/** A core's figure cannot be left out: those behind it would be another's. */
const WHOLE: readonly string[] = ['perCore'];

/**
 * While the sample is larger than `limitBytes` of JSON, the largest of its lists is cut to its first half; of the file
 * systems those stay that the output lies on.
 */
export function fittingHardware(hardware: HardwareSample, limitBytes: number): FittingHardware {
  const omitted = new Map<string, number>();
  let fitting = hardware;
  while (bytesOf(fitting) > limitBytes) {
    const [largest] = listsOf(fitting).toSorted((a, b) => bytesOf(b.list) - bytesOf(a.list));
    if (largest === undefined) break;
    const { place, list } = largest;
    const kept = list.toSorted(byOutput).slice(0, list.length >> 1);
    fitting = withList(fitting, place, kept);
    const name = place.join(' ');
    omitted.set(name, (omitted.get(name) ?? 0) + list.length - kept.length);
  }
  return { hardware: fitting, omitted };
}
