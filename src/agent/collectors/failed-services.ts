/** Units of systemd that have failed. */
import type { Millis } from '../../shared/clock.ts';
import { type CollectorOf, type RunProgram, sound, WORKS } from './collector.ts';
import type { AccessTo } from './collector-files.ts';
import { nameOf } from './told-values.ts';

/** There while systemd is what started the machine (sd_booted(3)). */
const RUNNING_MARK = '/run/systemd/system';
const ARGUMENTS: readonly string[] = ['list-units', '--state=failed', '--plain', '--no-legend', '--no-pager', '--full'];
const MOST_UNITS = 256;

export function failedServices(run: RunProgram, accessTo: AccessTo, periodMillis: Millis): CollectorOf<'services'> {
  return {
    name: 'failed-services',
    part: 'services',
    periodMillis,
    timeoutMillis: 10_000,
    cheap: false,
    async availability() {
      if ((await accessTo(RUNNING_MARK)) !== 'absent') return WORKS;
      return { kind: 'absent', why: 'systemd does not run here' };
    },
    async collect(signal) {
      return sound({ failed: unitsOf(await run('systemctl', ARGUMENTS, signal)) });
    },
  };
}

/** The first word of each line that has the four columns unit, load, active and sub state: what is cut off names none. */
function unitsOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => /^(?:[●*×] )?(\S+)\s+\S+\s+failed\s+\S+/.exec(line)?.[1])
    .map(nameOf)
    .filter((unit) => unit !== null)
    .slice(0, MOST_UNITS);
}
