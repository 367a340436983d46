/** The hub's answer to "will it be done by then?", in pieces. */
import type { Millis } from '../../shared/clock.ts';
import type { JobForecast } from '../../shared/protocol/job.ts';
import { formatPercent } from '../../shared/units.ts';
import { momentText } from './figures.ts';

/** `09:00  83%`, `with 1 more node 96%`, `2 more needed for 90%`. */
export function forecastPieces(forecast: JobForecast, now: Millis): readonly string[] {
  const { by, probabilityPercent, withMoreNodes, nodesNeeded } = forecast;
  if (by === null) return [];
  const time = momentText(Date.parse(by), now);
  if (probabilityPercent === null) return [`${time}  nothing can be told yet`];
  const chance = `${time}  ${forecast.unsure ? '~' : ''}${chanceText(probabilityPercent)}`;
  if (nodesNeeded === 0) return [chance];
  const [helped] = withMoreNodes;
  const more = helped?.probabilityPercent ?? null;
  return [
    chance,
    ...(helped && more !== null ? [`with ${helped.nodes} more ${nodeWord(helped.nodes)} ${chanceText(more)}`] : []),
    nodesNeeded === null ? 'more nodes alone will not do' : `${nodesNeeded} more needed for 90%`,
  ];
}

function nodeWord(count: number): string {
  return count === 1 ? 'node' : 'nodes';
}

/** Nothing is certain before it is done. */
export function chanceText(percent: number): string {
  if (percent > 99 && percent < 100) return '>99%';
  return percent > 0 && percent < 1 ? '<1%' : formatPercent(percent);
}
