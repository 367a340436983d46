/** Calls `stop` when the system asks the program to stop, by a hang-up too; the same signal again ends it at once. */
export function onStopSignal(stop: (signal: NodeJS.Signals) => void): void {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(signal, () => stop(signal));
}
