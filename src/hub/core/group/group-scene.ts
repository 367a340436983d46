/** A job's sightings as the rules of group rendering take them. */
import type { Moment } from '../../../shared/clock.ts';
import type { JobView } from '../jobs/job-entry.ts';
import type { HistoryTimes } from '../jobs/job-history.ts';
import type { CrewMember } from './crew.ts';
import type { CrewSighting } from './group-input.ts';
import { type GroupRendering, groupRendering } from './group-rendering.ts';

interface Scene {
  readonly view: JobView;
  readonly crew: readonly CrewMember[];
  readonly times: HistoryTimes;
}

/** Who has which frame in hand, and what was left behind. */
export function groupOf({ view, crew, times }: Scene, now: Moment): GroupRendering {
  return groupRendering({
    now,
    crew: crew.map((member): CrewSighting => {
      const claims = view.claims.get(member.id) ?? [];
      return { member, isWitness: view.isWitness(member.id), claims };
    }),
    done: view.done,
    works: times.works,
    slowestSeconds: times.slowestSeconds,
  });
}
