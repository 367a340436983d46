/** What is known of single frames beyond their files' sizes: who has them in hand, and what is wrong with them. */
import type { Millis } from '../../../shared/clock.ts';
import type { Evidence, FrameDefect } from '../../../shared/protocol/sequence.ts';

/** A frame in hand that has changed under the agent's eyes. */
export interface ClaimNote {
  /** When it appeared, or the latest that it can have been. */
  readonly since: Millis;
  /** It appeared under the agent's eyes: `since` is when. */
  readonly isWitnessed: boolean;
  /** When it last grew. */
  readonly changedAt: Millis;
  /** How much of it is rendered, 0-1, where its file tells. */
  readonly fraction: number | null;
  readonly evidence: Evidence | null;
}

export interface DefectNote {
  readonly kind: Exclude<FrameDefect['kind'], 'small'>;
  readonly why: string;
  readonly at: Millis;
  readonly evidence: Evidence | null;
}

/** More frames than this are in nobody's hand at once: of further ones only their files tell. */
const MOST_CLAIMS = 1024;
/** As many defects as a report bears. */
const MOST_DEFECTS = 64;

export class FrameNotes {
  readonly #claims = new Map<number, ClaimNote>();
  /** The latest found stand last. */
  readonly #defects = new Map<number, DefectNote>();

  claim(frame: number): ClaimNote | null {
    return this.#claims.get(frame) ?? null;
  }

  setClaim(frame: number, claim: ClaimNote): void {
    if (this.#claims.size < MOST_CLAIMS || this.#claims.has(frame)) this.#claims.set(frame, claim);
  }

  defects(): IterableIterator<[number, DefectNote]> {
    return this.#defects.entries();
  }

  defect(frame: number): DefectNote | null {
    return this.#defects.get(frame) ?? null;
  }

  setDefect(frame: number, defect: DefectNote): void {
    this.#defects.delete(frame);
    this.#defects.set(frame, defect);
    const [oldest] = this.#defects.keys();
    if (this.#defects.size > MOST_DEFECTS && oldest !== undefined) this.#defects.delete(oldest);
  }

  forgetClaim(frame: number): void {
    this.#claims.delete(frame);
  }

  forgetDefect(frame: number): void {
    this.#defects.delete(frame);
  }
}
