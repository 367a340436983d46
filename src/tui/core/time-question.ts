/** "Will it be done by then?": the time being typed, and what the hub answered. */
import type { Millis, Moment } from '../../shared/clock.ts';
import type { JobForecast } from '../../shared/protocol/job.ts';
import { TIME_EXAMPLES, timeAsked } from './time-asked.ts';

export interface TimeQuestion {
  readonly text: string;
  readonly editing: boolean;
  /** Why there is no answer, in a sentence. */
  readonly problem: string | null;
  /** What the hub was asked last. */
  readonly asked: AskedForecast | null;
  /** Of the time that was asked last. */
  readonly answer: JobForecast | null;
}

export interface AskedForecast {
  readonly jobId: string;
  /** Unix milliseconds. */
  readonly by: Millis;
  /** Monotonic. */
  readonly at: Millis;
}

export const NEW_QUESTION: TimeQuestion = { text: '', editing: true, problem: null, asked: null, answer: null };

/** An answer that is shown is asked for anew so often. */
const RENEWAL_MILLIS = 10_000;

/** The question once its typing is over; `asked` is new where the hub is to be asked. */
export function questionAfterEnter(question: TimeQuestion, jobId: string | null, now: Moment): TimeQuestion {
  if (jobId === null) return { ...question, editing: false, problem: 'This node has no job to ask for.' };
  const by = timeAsked(question.text, now.wall);
  if (by === null) return { ...question, problem: `That is no time; write ${TIME_EXAMPLES}.` };
  const asked = { jobId, by, at: now.monotonic };
  return { ...question, editing: false, problem: null, asked, answer: null };
}

/** The question as it is asked again, null while what is shown is fresh. */
export function renewedQuestion(question: TimeQuestion | null, now: Moment): AskedForecast | null {
  if (!question?.asked || question.editing || now.monotonic - question.asked.at < RENEWAL_MILLIS) return null;
  return { ...question.asked, at: now.monotonic };
}

export function questionAfterAnswer(question: TimeQuestion | null, answer: JobForecast): TimeQuestion | null {
  if (question?.asked?.jobId !== answer.id || answer.by === null || Date.parse(answer.by) !== question.asked.by)
    return question;
  return { ...question, problem: null, answer };
}

export function questionAfterFailure(
  question: TimeQuestion | null,
  failure: { readonly id: string; readonly reason: string },
): TimeQuestion | null {
  return question?.asked?.jobId === failure.id ? { ...question, problem: failure.reason } : question;
}
