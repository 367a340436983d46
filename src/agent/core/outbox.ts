/**
 * Reports that wait for the hub to come back: bounded by number and by bytes, the oldest dropped first
 * and counted. They are kept as the JSON that is sent, so that the bound is the memory they really take.
 */
export interface Outbox<T> {
  readonly size: number;
  readonly sizeBytes: number;
  /** Reports dropped since the start, for want of room or because the hub will never take them. */
  readonly dropped: number;
  /** Adds the newest; drops as many of the oldest as are too many then. */
  push(report: T): void;
  /** JSON of the oldest, null when nothing waits. */
  oldest(): Buffer | null;
  /** Takes the oldest out, delivered. */
  shift(): void;
  /** Takes the oldest out, undelivered, and counts it. */
  dropOldest(): void;
}

export interface OutboxLimits {
  readonly reports: number;
  readonly bytes: number;
}

const OUTBOX_LIMITS: OutboxLimits = { reports: 1000, bytes: 16 * 1024 * 1024 };

export function createOutbox<T>(limits: OutboxLimits = OUTBOX_LIMITS): Outbox<T> {
  const waiting: Buffer[] = [];
  let sizeBytes = 0;
  let dropped = 0;
  function shift(): void {
    sizeBytes -= waiting.shift()?.length ?? 0;
  }
  function dropOldest(): void {
    if (waiting.length === 0) return;
    shift();
    dropped++;
  }
  return {
    get size() {
      return waiting.length;
    },
    get sizeBytes() {
      return sizeBytes;
    },
    get dropped() {
      return dropped;
    },
    push(report) {
      const text = Buffer.from(JSON.stringify(report));
      waiting.push(text);
      sizeBytes += text.length;
      while (waiting.length > limits.reports || sizeBytes > limits.bytes) dropOldest();
    },
    oldest: () => waiting[0] ?? null,
    shift,
    dropOldest,
  };
}
