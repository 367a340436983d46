/** What `nvidia-smi` has told of each card last, and which of them it tells of no more. */
import type { Clock, Millis } from '../../shared/clock.ts';
import type { GpuSample } from '../../shared/protocol/hardware.ts';
import { MOST_GPUS, unmeasuredGpu } from './gpu-sample.ts';
import type { NvidiaReading } from './nvidia-fields.ts';
import { busKey } from './nvidia-limits.ts';

export interface NvidiaCards {
  put(reading: NvidiaReading): void;
  /** °C by `busKey`, of the cards that say from where on they slow down. */
  limit(limits: ReadonlyMap<string, number>): void;
  /** Looks for a card that the driver names as gone. */
  hearLoss(line: string): void;
  /** The driver has said that there is no card at all: those that were known are lost. */
  none(): void;
  /** The ids of those to be asked where others have to be left out, null where all may be asked. */
  answering(): readonly string[] | null;
  /** Gives those that are lost another chance. */
  askAll(): void;
  current(): { readonly gpus: GpuSample[]; readonly problems: readonly string[]; readonly isFresh: boolean };
}

interface Card {
  readonly reading: NvidiaReading;
  readonly at: Millis;
  readonly isLost: boolean;
}

/** A card of which nothing was heard for the patience of now while others told is lost. */
export function createNvidiaCards(clock: Clock, patience: () => Millis): NvidiaCards {
  const cards = new Map<string, Card>();
  let limits: ReadonlyMap<string, number> = new Map();
  let heardAt = Number.NEGATIVE_INFINITY;
  let asksAll = true;
  const inOrder = (): readonly Card[] => [...cards.values()].toSorted((a, b) => a.reading.index - b.reading.index);
  const isLost = ({ at, isLost: isNamed }: Card): boolean => isNamed || heardAt - at > patience();

  function lose(card: Card): void {
    asksAll = false;
    cards.set(card.reading.id, { ...card, isLost: true });
  }

  return {
    put(reading) {
      heardAt = clock.monotonic();
      // It may have been named as gone before its own name was known.
      cards.delete(reading.sample.busId ?? '');
      cards.set(reading.id, { reading, at: heardAt, isLost: reading.isLost });
    },
    limit(told) {
      limits = told;
    },
    hearLoss(line) {
      const busId = lostBus(line);
      if (busId === null) return;
      const known = [...cards.values()].find((card) => busKey(card.reading.sample.busId ?? '') === busKey(busId));
      lose(known ?? { reading: unknownCard(busId), at: clock.monotonic(), isLost: true });
    },
    none() {
      heardAt = clock.monotonic();
      for (const card of cards.values()) lose(card);
    },
    answering() {
      const ids = inOrder().flatMap((card) => (card.isLost ? [] : [card.reading.id]));
      return asksAll || ids.length === 0 ? null : ids;
    },
    askAll() {
      asksAll = true;
    },
    current() {
      const isFresh = clock.monotonic() - heardAt <= patience();
      const shown = inOrder().slice(0, MOST_GPUS);
      const gpus = shown.map((card) => {
        if (isLost(card)) return { ...withoutFigures(card), lost: true };
        return isFresh ? withLimit(card, limits) : withoutFigures(card);
      });
      return { gpus, problems: shown.filter(isLost).map(lossText), isFresh };
    },
  };
}

/** The bus of a card that a line says is gone, in the words of several drivers. */
function lostBus(line: string): string | null {
  if (!/is lost|unknown error|fallen off the bus/i.test(line)) return null;
  return /GPU.*?([\da-f]{4,8}:[\da-f]{2}:[\da-f]{2}\.\d)/i.exec(line)?.[1] ?? null;
}

function unknownCard(busId: string): NvidiaReading {
  return { index: MOST_GPUS, id: busId, isLost: true, sample: { ...unmeasuredGpu('NVIDIA', busId), vendor: 'nvidia' } };
}

function withLimit({ reading }: Card, limits: ReadonlyMap<string, number>): GpuSample {
  return { ...reading.sample, limitCelsius: limits.get(busKey(reading.sample.busId ?? '')) ?? null };
}

function withoutFigures({ reading }: Card): GpuSample {
  const { name, busId, driver } = reading.sample;
  return { ...unmeasuredGpu(name, busId), vendor: 'nvidia', driver: driver ?? null };
}

function lossText({ reading: { index, sample } }: Card): string {
  const which = index < MOST_GPUS ? `GPU ${index} (${sample.name}, ${sample.busId})` : `The GPU at ${sample.busId}`;
  return `${which} does not answer any more: reset it by nvidia-smi --gpu-reset, or start the machine anew`;
}
