/** Which files of one directory are the work of this node's own renderers. */
import type { Millis } from '../../../shared/clock.ts';
import type { Evidence } from '../../../shared/protocol/sequence.ts';
import type { Running } from '../../../shared/running.ts';
import type { FileFacts } from './output-watcher-files.ts';

export interface OwnWork {
  /** The system told of a change of this name: the moment to see who holds it open. */
  told(name: string): void;
  /** A look at a file on its way; `appearedAt` by the wall clock. */
  seen(name: string, facts: FileFacts, appearedAt: Millis): void;
  /** A look found a placeholder as it was. */
  still(name: string): void;
  /** It is finished: whose it was. */
  finished(name: string): Evidence | null;
  gone(name: string): void;
  /** Whose it is, as far as is known. */
  evidenceOf(name: string): Evidence | null;
}

/** Makes it for one directory; `onEvidence` is told when it turns out whose a file in hand is. */
export type OwnWorkOf = (
  directory: { readonly path: string; readonly realPath: string },
  onEvidence: (name: string, evidence: Evidence | null) => void,
) => OwnWork;

/** Its `stop()` ends what all directories have in common. */
export interface OwnWorkFinder extends Running {
  readonly of: OwnWorkOf;
}

/** The portable form: nobody can tell. */
export const noOwnWork: OwnWork = {
  told: () => {},
  seen: () => {},
  still: () => {},
  finished: () => null,
  gone: () => {},
  evidenceOf: () => null,
};
