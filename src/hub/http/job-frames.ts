/** `GET /api/jobs/:id/frames?state=broken,missing&frames=1-100&limit=1000&after=240` */
import type { ParsedUrlQuery } from 'node:querystring';
import { momentOf } from '../../shared/clock.ts';
import { parseFrameRange } from '../../shared/frames/frame-notation.ts';
import { type FrameRange, FrameRangeError } from '../../shared/frames/frame-range.ts';
import { FrameState } from '../../shared/protocol/job.ts';
import { type AnswerOf, routes } from '../../shared/protocol/routes.ts';
import type { FramesQuery } from '../core/jobs/job-frames.ts';
import { answerJson } from './answer.ts';
import type { HubParts, HubRouter } from './hub-context.ts';
import { noSuchJob } from './jobs.ts';
import { Refusal } from './refusal.ts';

const USUAL_LIMIT = 1_000;
const LARGEST_LIMIT = 10_000;
const STATES: readonly FrameState[] = FrameState.anyOf.map((state) => state.const);

export function jobFrameRoutes(router: HubRouter, { fleet, clock }: HubParts): void {
  router.get(routes.getJobFrames.path, (ctx) => {
    const query = framesQuery(ctx.query);
    const page: AnswerOf<typeof routes.getJobFrames> | null = fleet.frames(ctx.params.id ?? '', query, momentOf(clock));
    if (page === null) throw noSuchJob();
    answerJson(ctx, page);
  });
}

function framesQuery(query: ParsedUrlQuery): FramesQuery {
  const [state, frames, limit, after] = ['state', 'frames', 'limit', 'after'].map((name) => textOf(query, name));
  return {
    states: state == null ? null : statesOf(state),
    frames: frames == null ? null : rangeOf(frames),
    limit: limit == null ? USUAL_LIMIT : limitOf(limit),
    after: after == null ? null : frameOf(after),
  };
}

function textOf(query: ParsedUrlQuery, name: string): string | null {
  const value = query[name];
  if (Array.isArray(value)) throw badQuery(`"${name}" stands more than once in the query; give it once.`);
  return value ?? null;
}

function statesOf(text: string): ReadonlySet<FrameState> {
  const states = text.split(',').map((word) => STATES.find((state) => state === word.trim()));
  if (states.includes(undefined))
    throw badQuery(`"state" names what is no state of a frame; choose from ${STATES.join(',')}.`);
  return new Set(states.filter((state) => state !== undefined));
}

function rangeOf(text: string): FrameRange {
  try {
    return parseFrameRange(text);
  } catch (error) {
    if (error instanceof FrameRangeError) throw badQuery(`"frames" cannot be read. ${error.message}`);
    throw error;
  }
}

function limitOf(text: string): number {
  const limit = Number(text);
  if (/^\d{1,9}$/.test(text) && limit >= 1 && limit <= LARGEST_LIMIT) return limit;
  throw badQuery(`"limit" must be a whole number from 1 to ${LARGEST_LIMIT}; ask for more frames page by page.`);
}

function frameOf(text: string): number {
  if (/^-?\d{1,9}(?:\.\d{1,4})?$/.test(text)) return Number(text);
  throw badQuery('"after" must be a frame number; give "next" of the page before.');
}

function badQuery(message: string): Refusal {
  return new Refusal(400, 'bad_query', message);
}
