import type { Clock, Millis } from '../../shared/clock.ts';

/** For what moves slowly: asks again only when `period` has passed since it last answered, and says the same meanwhile. */
export function askedEvery<T>(clock: Clock, period: Millis, ask: () => Promise<T>): () => Promise<T> {
  let kept: { readonly answer: T; readonly at: Millis } | null = null;
  return async () => {
    const now = clock.monotonic();
    if (kept === null || now - kept.at >= period) kept = { answer: await ask(), at: now };
    return kept.answer;
  };
}
