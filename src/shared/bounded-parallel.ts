/**
 * Runs `work` on each item, at most `limit` at a time; results are in the order of the items.
 * After a rejection nothing new is begun; it rejects when what was begun has ended.
 */
export async function boundedParallel<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results = new Array<R>(items.length);
  const waiting = items.entries();
  // All share one iterator: each takes the next item when it is free.
  const workers = Array.from({ length: Math.min(limit, items.length) }, async () => {
    for (const [index, item] of waiting) results[index] = await work(item);
  });
  const ends = await Promise.allSettled(workers);
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return results;
}
