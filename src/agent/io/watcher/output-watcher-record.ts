/** Writes into a directory's index what became of a file: its state, who has it in hand, what is wrong with it. */
import type { Clock } from '../../../shared/clock.ts';
import type { Evidence } from '../../../shared/protocol/sequence.ts';
import type { FileLook } from '../../core/sequences/frame-settling.ts';
import { type FramePlace, nameOf, type SequenceIndex } from '../../core/sequences/sequence-index.ts';
import type { ClaimNote } from '../../core/sequences/sequence-index-notes.ts';
import type { ShareClock } from '../../core/sequences/share-clock.ts';
import type { OutputChange } from './output-watcher.ts';
import type { ActiveFile } from './output-watcher-active.ts';
import type { OwnWork } from './output-watcher-own.ts';

export interface RecordDeps {
  readonly clock: Clock;
  readonly ownWork: OwnWork;
  readonly shareClock: ShareClock;
  readonly onChange: (change: OutputChange) => void;
}

export class FrameRecord {
  readonly #index: SequenceIndex;
  readonly #deps: RecordDeps;

  constructor(index: SequenceIndex, deps: RecordDeps) {
    this.#index = index;
    this.#deps = deps;
  }

  placeholder(place: FramePlace, file: ActiveFile, look: FileLook): void {
    this.#claim(place, file);
    this.#index.set(place, { state: 'placeholder', ...look }, this.#deps.clock.now());
    this.#deps.onChange('urgent');
  }

  /** Told only where it differs from what is known. */
  writing(place: FramePlace, file: ActiveFile, look: FileLook): void {
    const known = this.#index.get(place);
    if (known?.state === 'writing' && known.sizeBytes === look.sizeBytes && known.mtimeMs === look.mtimeMs) return;
    this.#claim(place, file);
    this.#index.set(place, { state: 'writing', ...look }, this.#deps.clock.now());
    this.#deps.onChange(known ? 'changed' : 'urgent');
  }

  /** `isChecked`: somebody has looked into it. */
  done(place: FramePlace, file: ActiveFile, look: FileLook, isChecked: boolean): void {
    const { clock, ownWork, onChange } = this.#deps;
    const { frames } = place.column;
    const done = { state: 'done', ...look } as const;
    const claim = frames.notes.claim(place.frame);
    const evidence = ownWork.finished(nameOf(place));
    if (look.mtimeMs < file.cameMs) this.#index.set(place, done, null);
    else {
      const startedAt = claim ? (claim.isWitnessed ? claim.since : null) : file.appearedAt;
      const appearedAt = startedAt ?? file.appearedAt;
      this.#index.complete(place, done, { at: clock.now(), startedAt, evidence, appearedAt });
    }
    if (isChecked) frames.noteChecked(place.frame);
    onChange('urgent');
  }

  defect(
    place: FramePlace,
    look: FileLook,
    { kind, why }: { readonly kind: 'cut' | 'broken'; readonly why: string },
  ): void {
    const { clock, ownWork, onChange } = this.#deps;
    const evidence = ownWork.evidenceOf(nameOf(place));
    this.#index.set(place, { state: 'broken', ...look }, clock.now());
    place.column.frames.notes.setDefect(place.frame, { kind, why, at: clock.now(), evidence });
    onChange('urgent');
  }

  gone(place: FramePlace): void {
    this.#deps.ownWork.gone(nameOf(place));
    if (this.#index.remove(place, this.#deps.clock.now())) this.#deps.onChange('urgent');
  }

  fraction(place: FramePlace, fraction: number): void {
    const known = place.column.frames.notes.claim(place.frame);
    if (known && known.fraction !== fraction) this.#amend(place, { ...known, fraction });
  }

  /** It has turned out whose work a file in hand is. */
  evidence(name: string, evidence: Evidence | null): void {
    const place = this.#index.place(name);
    const known = place?.column.frames.notes.claim(place.frame);
    if (place && known && known.evidence !== evidence) this.#amend(place, { ...known, evidence });
  }

  #claim(place: FramePlace, file: ActiveFile): void {
    const { notes } = place.column.frames;
    const known = notes.claim(place.frame);
    const now = this.#deps.clock.now();
    const evidence = this.#deps.ownWork.evidenceOf(nameOf(place));
    if (known) notes.setClaim(place.frame, { ...known, changedAt: now, evidence: evidence ?? known.evidence });
    else notes.setClaim(place.frame, { ...this.#firstSeen(place, file), changedAt: now, fraction: null, evidence });
  }

  /** A file that was there before is as old as its share says, at least. */
  #firstSeen(place: FramePlace, file: ActiveFile): Pick<ClaimNote, 'since' | 'isWitnessed'> {
    const before = this.#index.get(place);
    const wasInHand = before?.state === 'placeholder' || before?.state === 'writing';
    if (!wasInHand && !file.suspected) return { since: file.appearedAt, isWitnessed: true };
    const latest = this.#deps.shareClock.latest(before?.mtimeMs ?? 0) ?? file.appearedAt;
    return { since: Math.min(latest, file.appearedAt), isWitnessed: false };
  }

  #amend(place: FramePlace, claim: ClaimNote): void {
    place.column.frames.notes.setClaim(place.frame, claim);
    place.column.group.version++;
    this.#deps.onChange('changed');
  }
}
