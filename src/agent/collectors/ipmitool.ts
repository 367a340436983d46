/** The management controller by `ipmitool` over the kernel's driver. */

import { type Availability, type RunProgram, WORKS } from './collector.ts';
import type { AccessTo } from './collector-files.ts';
import { isNotInstalled } from './program-failure.ts';

/** Asks the controller one thing at a time, whoever asks: it is slow, and two at once make it slower or confuse it. */
export interface Ipmitool {
  ask(args: readonly string[], signal: AbortSignal): Promise<string>;
  availability(signal: AbortSignal): Promise<Availability>;
}

const DEVICES: readonly string[] = ['/dev/ipmi0', '/dev/ipmi/0', '/dev/ipmidev/0'];

export function createIpmitool(run: RunProgram, accessTo: AccessTo): Ipmitool {
  let last: Promise<unknown> = Promise.resolve();
  return {
    ask(args, signal) {
      const answer = last.then(() => run('ipmitool', args, signal));
      last = answer.catch(() => {});
      return answer;
    },
    async availability(signal) {
      const access = await Promise.all(DEVICES.map(accessTo));
      const device = DEVICES[access.findIndex((each) => each !== 'absent')];
      if (device === undefined)
        return { kind: 'absent', why: 'no /dev/ipmi0: where there is a controller, modprobe ipmi_si ipmi_devintf' };
      if (!(await isInstalled(run, signal))) return { kind: 'absent', why: 'ipmitool is not installed' };
      if (access.includes('open')) return WORKS;
      return { kind: 'barred', why: `${device} may not be opened: run the agent as root, or give its user the device` };
    },
  };
}

async function isInstalled(run: RunProgram, signal: AbortSignal): Promise<boolean> {
  try {
    await run('ipmitool', ['-V'], signal);
    return true;
  } catch (error) {
    return !isNotInstalled(error);
  }
}
