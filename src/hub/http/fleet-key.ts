import { type Clock, momentOf } from '../../shared/clock.ts';
import type { Fleet } from '../core/fleet/fleet.ts';

/** What an answer about the farm depends on: each visible change, and the second, by which ages are told. */
export function fleetKey(fleet: Fleet, clock: Clock): () => string {
  return () => `${fleet.revision}.${Math.floor(clock.monotonic() / 1000)}`;
}

/** What the list of jobs depends on: no ages are told in it, and reports that change no job leave it as it is. */
export function jobsKey(fleet: Fleet, clock: Clock): () => string {
  return () => {
    // Reports are worked out when somebody asks, and only then move the revision.
    fleet.jobs(momentOf(clock));
    return `${fleet.jobsRevision}`;
  };
}
