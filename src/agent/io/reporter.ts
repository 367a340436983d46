/**
 * Brings reports to the hub: one at a time, one each interval, and at once when a frame completes. While the hub is
 * gone the interval's reports wait in an outbox; on its return a fresh one goes first, then those, oldest to newest
 * and at leisure: each is older than what the hub knows by then.
 */
import { type Clock, every, type Millis } from '../../shared/clock.ts';
import { type HubApi, HubCallError } from '../../shared/hub-api.ts';
import type { Log } from '../../shared/log.ts';
import type { Report } from '../../shared/protocol/report.ts';
import { routes } from '../../shared/protocol/routes.ts';
import * as delivery from '../core/delivery.ts';
import { createOutbox } from '../core/outbox.ts';

export interface ReporterDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly hub: HubApi;
  /** 0 to 1. */
  readonly random: () => number;
  /** Makes a report of what is true now. */
  readonly makeReport: (about: { readonly droppedReports: number; readonly leaving: boolean }) => Report;
}

export interface Reporter {
  /** A frame has completed: a report goes out soon, one for all frames that complete within moments. */
  hurry(): void;
  /** Ends the reporting with a report that this node leaves; done within two seconds whatever the hub does. */
  leave(): Promise<void>;
}

/** Frames that complete together go into one report, and a long burst is not told more often than this. */
const GATHERING: Millis = 30;
const HURRY_PERIOD: Millis = 250;
/** Kept reports go no faster, so that a hub whose whole farm comes back is not buried under them. */
const KEPT_PERIOD: Millis = 200;
/** A hub that dribbles an endless answer is cut off after so long or so much. */
const ANSWER_LIMIT: Millis = 20_000;
const ANSWER_LIMIT_BYTES = 64 * 1024;
const LEAVING_LIMIT: Millis = 2_000;

/** Sends the first report now. */
export function startReporter(intervalMillis: Millis, deps: ReporterDeps): Reporter {
  return new ReportDelivery(intervalMillis, deps);
}

/** Sends one report, made or as JSON already. Null when the hub has taken it; never rejects. */
export async function postReport(
  report: Report | Buffer,
  to: Pick<ReporterDeps, 'hub' | 'clock'>,
  limits: { readonly limit: Millis; readonly ended?: AbortController },
): Promise<delivery.Refusal | null> {
  const ended = limits.ended ?? new AbortController();
  const cancel = to.clock.after(limits.limit, () => ended.abort());
  try {
    const body = Buffer.isBuffer(report) ? { json: report } : { body: report };
    const call = { ...body, signal: ended.signal, answerLimitBytes: ANSWER_LIMIT_BYTES };
    await to.hub.call(routes.postReport, call);
    return null;
  } catch (error) {
    if (error instanceof HubCallError) return error;
    return { status: 0, message: `no whole answer within ${limits.limit / 1000} s`, retryAfterSeconds: null };
  } finally {
    cancel();
  }
}

class ReportDelivery implements Reporter {
  readonly #deps: ReporterDeps;
  readonly #outbox = createOutbox<Report>();
  #situation: delivery.Situation = { kind: 'starting' };
  /** Ends the request that is under way; null while none is. */
  #underWay: AbortController | null = null;
  #freshIsDue = false;
  #lastFreshAt: Millis = Number.NEGATIVE_INFINITY;
  #lastKeptAt: Millis = Number.NEGATIVE_INFINITY;
  #cancelHurry: (() => void) | null = null;
  #cancelRetry = (): void => {};
  #cancelKept = (): void => {};
  readonly #stopInterval: () => void;
  #hasLeft = false;

  constructor(intervalMillis: Millis, deps: ReporterDeps) {
    this.#deps = deps;
    this.#stopInterval = every(deps.clock, intervalMillis, () => this.#intervalPassed());
    this.#sendFresh();
  }

  hurry(): void {
    if (this.#hasLeft || this.#isHubGone() || this.#cancelHurry) return;
    const { clock } = this.#deps;
    const wait = Math.max(GATHERING, this.#lastFreshAt + HURRY_PERIOD - clock.monotonic());
    this.#cancelHurry = clock.after(wait, () => {
      this.#cancelHurry = null;
      this.#sendFresh();
    });
  }

  async leave(): Promise<void> {
    if (this.#hasLeft) return;
    this.#hasLeft = true;
    this.#stopInterval();
    this.#cancelHurry?.();
    this.#cancelRetry();
    this.#cancelKept();
    this.#underWay?.abort();
    // A hub that refuses this agent wants no good-bye from it.
    if (this.#situation.kind === 'parked') return;
    await postReport(this.#fresh(true), this.#deps, { limit: LEAVING_LIMIT });
  }

  #fresh(leaving = false): Report {
    return this.#deps.makeReport({ droppedReports: this.#outbox.dropped, leaving });
  }

  #isHubGone(): boolean {
    return this.#situation.kind === 'retrying' || this.#situation.kind === 'parked';
  }

  #intervalPassed(): void {
    if (this.#isHubGone()) this.#outbox.push(this.#fresh());
    else this.#sendFresh();
  }

  #sendFresh(): void {
    this.#freshIsDue = true;
    this.#sendNext();
  }

  /** Sends what is most urgent, if anything is and nothing is under way. */
  #sendNext(): void {
    if (this.#underWay || this.#hasLeft) return;
    if (this.#freshIsDue) {
      this.#freshIsDue = false;
      this.#lastFreshAt = this.#deps.clock.monotonic();
      void this.#send(this.#fresh());
      return;
    }
    if (!this.#isHubGone()) this.#sendKept();
  }

  #sendKept(): void {
    const oldest = this.#outbox.oldest();
    if (!oldest) return;
    const now = this.#deps.clock.monotonic();
    const wait = this.#lastKeptAt + KEPT_PERIOD - now;
    this.#cancelKept();
    if (wait > 0) {
      this.#cancelKept = this.#deps.clock.after(wait, () => this.#sendNext());
      return;
    }
    this.#lastKeptAt = now;
    void this.#send(oldest);
  }

  /** Sends a fresh report, or the JSON of a kept one. */
  async #send(report: Report | Buffer): Promise<void> {
    const isKept = Buffer.isBuffer(report);
    const ended = new AbortController();
    this.#underWay = ended;
    const refusal = await postReport(report, this.#deps, { limit: ANSWER_LIMIT, ended });
    this.#underWay = null;
    if (this.#hasLeft) return;
    if (!refusal) {
      if (isKept) this.#outbox.shift();
      this.#enter({ kind: 'delivering' });
    } else if (isKept && delivery.isHopeless(refusal)) {
      this.#outbox.dropOldest();
    } else {
      this.#refused(report, refusal);
    }
    this.#sendNext();
  }

  #refused(report: Report | Buffer, refusal: delivery.Refusal): void {
    // What failed as a mere try of a hub already gone is not kept: the interval's reports are.
    const isKept = Buffer.isBuffer(report);
    if (!isKept && !this.#isHubGone() && !delivery.isHopeless(refusal)) this.#outbox.push(report);
    const { clock, random } = this.#deps;
    const next = delivery.afterFailure(this.#situation, refusal, { now: clock.monotonic(), random });
    this.#enter(next);
    this.#freshIsDue = false;
    this.#cancelHurry?.();
    this.#cancelHurry = null;
    this.#cancelRetry = clock.after(next.nextTryAt - clock.monotonic(), () => this.#sendFresh());
  }

  #enter(next: delivery.Situation): void {
    const before = this.#situation;
    this.#situation = next;
    if (delivery.isSameSituation(before, next)) return;
    const message = delivery.describeSituation(next);
    if (next.kind === 'parked') this.#deps.log.error(message);
    else if (next.kind === 'retrying') this.#deps.log.warn(message);
    else this.#deps.log.info(message, { waiting: this.#outbox.size, dropped: this.#outbox.dropped });
  }
}
