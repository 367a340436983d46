/** Which of two reports of one node is the newer one; the node's own clock has no say in it. */
import type { Report } from '../../../shared/protocol/report.ts';

/** How many sessions before the current one are remembered. */
const SESSIONS_REMEMBERED = 8;

/** What is known of a node's reports so far. */
export interface ReportOrder {
  readonly sessionId: string | null;
  readonly sequenceNumber: number | null;
  readonly earlierSessions: readonly string[];
}

export const NO_REPORTS: ReportOrder = { sessionId: null, sequenceNumber: null, earlierSessions: [] };

/**
 * Whether `report` is to replace what is known. In one session the higher number wins. Another session
 * is a restarted agent and wins, unless it is one that was replaced before: its reports lay in a spool.
 * Only when the current session has fallen silent may an earlier one return (two machines of one name).
 * Reports without an order (the six-field body) always win.
 */
export function isNewer(report: Report, order: ReportOrder, currentIsSilent: boolean): boolean {
  const { sessionId, sequenceNumber } = report;
  if (sessionId === undefined) return true;
  if (sessionId !== order.sessionId) return currentIsSilent || !order.earlierSessions.includes(sessionId);
  return sequenceNumber === undefined || order.sequenceNumber === null || sequenceNumber > order.sequenceNumber;
}

/** The order after `report` was taken. */
export function orderAfter(report: Report, order: ReportOrder): ReportOrder {
  const sessionId = report.sessionId ?? null;
  const sequenceNumber = report.sequenceNumber ?? null;
  if (sessionId === order.sessionId) return { ...order, sequenceNumber };
  const earlier = order.earlierSessions.filter((session) => session !== sessionId);
  if (order.sessionId !== null) earlier.push(order.sessionId);
  return { sessionId, sequenceNumber, earlierSessions: earlier.slice(-SESSIONS_REMEMBERED) };
}
