import type { Clock } from '../../shared/clock.ts';
import type { CollectorOf, ReadKernelText } from './collector.ts';
import { sound } from './collector.ts';
import { kernelFile } from './kernel-file.ts';
import { createRateMeter, rounded } from './rate.ts';
import { nextLine, readColumns } from './read-columns.ts';

/** What an interface has done since it came up. */
export interface InterfaceCounters {
  readonly name: string;
  readonly receivedBytes: number;
  readonly sentBytes: number;
  /** Packets that were lost to errors, of either way. */
  readonly errors: number;
}

/** Loopback, and what only passes on the traffic of a real interface: it would be counted twice. */
const PASSED_ON = /^(?:lo\d*$|veth|docker|br-|virbr|vnet|tap|ifb|dummy|cni|flannel|cali|sit|ip6tnl)/;
const MOST_INTERFACES = 256;

/**
 * `/proc/net/dev` (proc(5)): below two lines of heads a name, a colon, 8 columns received, 8 columns sent;
 * the first of each are bytes, the third errors.
 */
export function readInterfaces(text: string): readonly InterfaceCounters[] {
  const interfaces: InterfaceCounters[] = [];
  const columns = new Float64Array(16);
  for (let at = nextLine(text, nextLine(text, 0)); at < text.length; ) {
    const end = nextLine(text, at);
    // A name may hold a colon: what follows the last one are numbers.
    const colon = text.lastIndexOf(':', end - 1);
    const name = colon > at ? text.slice(at, colon).trim() : '';
    at = end;
    if (name === '' || PASSED_ON.test(name)) continue;
    columns.fill(0);
    readColumns(text, colon + 1, columns);
    const [receivedBytes = 0, , receiveErrors = 0, , , , , , sentBytes = 0, , sendErrors = 0] = columns;
    interfaces.push({ name, receivedBytes, sentBytes, errors: receiveErrors + sendErrors });
  }
  return interfaces;
}

export interface ProcNetworkDeps {
  readonly clock: Clock;
  readonly read: ReadKernelText;
  /** Bytes a second, null where it is not known. Asked at each look: it keeps its own, slower pace. */
  readonly linkSpeed: (name: string) => Promise<number | null>;
}

export function procNetwork(deps: ProcNetworkDeps, periodMillis: number): CollectorOf<'network'> {
  const { clock, read, linkSpeed } = deps;
  const meter = createRateMeter();
  return {
    name: 'network',
    part: 'network',
    periodMillis,
    timeoutMillis: 2_000,
    cheap: true,
    availability: async () => kernelFile(read, '/proc/net/dev'),
    async collect() {
      const now = clock.monotonic();
      const counters = readInterfaces(read('/proc/net/dev')).slice(0, MOST_INTERFACES);
      const rates = counters.map((each) =>
        meter.measure(each.name, [each.receivedBytes, each.sentBytes, each.errors], now),
      );
      meter.prune(now);
      const speeds = await Promise.all(counters.map(({ name }) => linkSpeed(name)));
      return sound(
        counters.map(({ name }, index) => {
          const [receiving, sending, failing] = rates[index] ?? [];
          return {
            name,
            receivedBytesPerSecond: rounded(receiving, 1),
            sentBytesPerSecond: rounded(sending, 1),
            linkBytesPerSecond: speeds[index] ?? null,
            errorsPerSecond: rounded(failing, 0.01),
          };
        }),
      );
    },
  };
}
