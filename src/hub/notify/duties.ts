/** What a receiver is to be told at a moment, by its filter, its quiet hours, and what it was told before. */
import type { Millis } from '../../shared/clock.ts';
import type { Alert, AlertRecord } from '../../shared/protocol/alert.ts';
import { type Notice, noticeFor } from './notice.ts';
import { createQuietCheck } from './quiet-hours.ts';
import type { Receiver } from './receiver-config.ts';
import { createReceiverFilter, type ReceiverFilter } from './receiver-filter.ts';

export interface Duties {
  /** The longest raised first. */
  readonly due: readonly Notice[];
  /** Something waits for the end of quiet hours. */
  readonly hasWaiting: boolean;
  /** Something may be told when its mute is over. */
  readonly hasMuted: boolean;
}

/** `tagsOf` gives the tags of a node; none where it is not known. */
export function createDuties(
  receiver: Receiver,
  tagsOf: (nodeId: string) => readonly string[],
): (records: Iterable<AlertRecord>, wall: Millis) => Duties {
  const { name, sendCleared = true, tags, quietHours = [] } = receiver;
  const isWanted = createReceiverFilter(receiver);
  const isQuiet = createQuietCheck(quietHours);
  return (records, wall) => {
    const due: Notice[] = [];
    let [hasWaiting, hasMuted] = [false, false];
    const all = [...records];
    const isToldAtOnce = createTold(all, isWanted);
    for (const record of all) {
      const notice = noticeFor(record, name, wall);
      if (notice === null) continue;
      const { change, alert } = notice;
      // Who was told of it is told of its end, too, though it has got less bad since, or its node is forgotten.
      const isDuty =
        change === 'cleared' ? sendCleared : isWanted(alert, tags && alert.node !== null ? tagsOf(alert.node) : []);
      if (!isDuty || (change !== 'cleared' && isToldAtOnce(alert))) continue;
      if (alert.mutedUntil !== null && Date.parse(alert.mutedUntil) > wall) hasMuted = true;
      else if (isQuiet(alert.severity, wall) || isGathering(alert, wall)) hasWaiting = true;
      else due.push(notice);
    }
    due.sort((a, b) => Date.parse(a.alert.raisedAt) - Date.parse(b.alert.raisedAt));
    return { due, hasWaiting, hasMuted };
  };
}

/** A switch that dies takes its nodes within seconds, and what they have in common is known after them. */
const GATHERING: Millis = 8_000;

function isGathering({ kind, changedAt }: Alert, wall: Millis): boolean {
  const age = wall - Date.parse(changedAt);
  return kind === 'node-offline' && age >= 0 && age < GATHERING;
}

/** Whether the receiver hears of the alert by one that tells of many; that must be open, and wanted. */
function createTold(records: readonly AlertRecord[], isWanted: ReceiverFilter): (alert: Alert) => boolean {
  const whole = new Map<string, boolean>();
  for (const { id, alert } of records)
    if (alert.node === null && alert.state !== 'cleared') whole.set(id, isWanted(alert, []));
  return ({ partOf }) => typeof partOf === 'string' && whole.get(partOf) === true;
}
