import type { Clock } from '../../shared/clock.ts';
import type { CollectorOf, ReadKernelText } from './collector.ts';
import { sound } from './collector.ts';
import { createRateMeter } from './rate.ts';

/** Bytes that an interface has carried since it came up. */
export interface InterfaceCounters {
  readonly name: string;
  readonly received: number;
  readonly sent: number;
}

/** Loopback, and what only passes on the traffic of a real interface: it would be counted twice. */
const PASSED_ON = /^(?:lo|veth|docker|br-|virbr|vnet|tap|ifb|dummy|cni|flannel|cali|sit|ip6tnl)/;

/** `/proc/net/dev` (proc(5)): a name, a colon, 8 columns received, 8 columns sent; the first of each are bytes. */
export function readInterfaces(text: string): readonly InterfaceCounters[] {
  const interfaces: InterfaceCounters[] = [];
  for (const line of text.split('\n').slice(2)) {
    const colon = line.lastIndexOf(':');
    const name = line.slice(0, colon).trim();
    if (colon < 1 || PASSED_ON.test(name)) continue;
    const columns = line
      .slice(colon + 1)
      .trim()
      .split(/\s+/);
    interfaces.push({ name, received: Number(columns[0]), sent: Number(columns[8]) });
  }
  return interfaces;
}

export function procNetwork(read: ReadKernelText, clock: Clock, periodMillis: number): CollectorOf<'network'> {
  const meter = createRateMeter();
  return {
    part: 'network',
    periodMillis,
    timeoutMillis: 2_000,
    cheap: true,
    async collect() {
      const now = clock.monotonic();
      const samples = readInterfaces(read('/proc/net/dev'))
        .slice(0, 256)
        .map(({ name, received, sent }) => ({
          name,
          receivedBytesPerSecond: meter.measure(`${name} received`, received, now),
          sentBytesPerSecond: meter.measure(`${name} sent`, sent, now),
        }));
      meter.prune(now);
      return sound(samples);
    },
  };
}
