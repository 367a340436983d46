import type { HardwareSample } from '../../shared/protocol/hardware.ts';
import type { Problem } from '../../shared/protocol/report.ts';
import type { Running } from '../../shared/running.ts';

/** Who the machine is, in the words of the first seed's report; asked once. */
export interface HostIdentity {
  readonly hostname: string;
  readonly os: string;
  readonly cpu: string;
  readonly gpu: string;
}

/** Samples the hardware at each collector's own pace; `current()` is what is known now and costs nothing. */
export interface HardwareSampler extends Running {
  /** Fulfilled when the identity is known and each cheap collector has answered once or failed. */
  readonly ready: Promise<void>;
  current(): { readonly host: HostIdentity; readonly hardware: HardwareSample; readonly problems: readonly Problem[] };
}
