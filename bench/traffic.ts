import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { BenchLine } from './bench-line.ts';
import { inPty } from './in-pty.ts';

const run = promisify(execFile);

/** Bytes on the line while the farm changes once a second, beside the monitors that people know. */
export async function trafficLine(tui: string, url: string): Promise<BenchLine> {
  const own = await bytesPerSecond(process.execPath, [tui, '--hub', url, '--interval', '1']);
  const others: string[] = [];
  let lowest = Number.POSITIVE_INFINITY;
  for (const [name, args] of [
    ['htop', ['-d', '10']],
    ['btop', []],
  ] as const) {
    const there = await run('which', [name]).then(
      () => true,
      () => false,
    );
    if (!there) {
      others.push(`${name} is not installed`);
      continue;
    }
    const bytes = await bytesPerSecond(name, [...args]);
    lowest = Math.min(lowest, bytes);
    others.push(`${name} ${bytes.toFixed(0)}`);
  }
  return {
    what: 'bytes a second at 1 Hz of data, 120x40',
    measured: own.toFixed(0),
    reference: `in this run ${others.join(', ')}`,
    limit: 'below both',
    within: own < lowest,
  };
}

const SETTLE_MILLIS = 3000;
const TRAFFIC_MILLIS = 10_000;

async function bytesPerSecond(command: string, args: readonly string[]): Promise<number> {
  const monitor = inPty(command, args, {});
  let bytes = 0;
  monitor.onData((text) => {
    bytes += Buffer.byteLength(text);
  });
  await new Promise((later) => setTimeout(later, SETTLE_MILLIS));
  bytes = 0;
  await new Promise((later) => setTimeout(later, TRAFFIC_MILLIS));
  const measured = bytes / (TRAFFIC_MILLIS / 1000);
  const gone = new Promise<void>((over) => monitor.onExit(() => over()));
  monitor.kill('SIGTERM');
  await gone;
  return measured;
}
