import { nodeNames, nodesWords } from './alert-words.ts';
import { type Condition, condition } from './condition.ts';
import { type Outage, type Outages, WHOLE_FARM } from './outages.ts';

/** All members come back about as they went: a moment's flutter of the switch is no end. */
const OVER_FOR_SECONDS = 10;
const MOST_TAGS = 3;

/** `212 nodes offline, all of rack-4` */
export function outageConditions({ scope, members }: Outage, outages: Outages): readonly Condition[] {
  return [
    condition({
      kind: 'node-offline',
      severity: 'crit',
      label: scope === WHOLE_FARM ? null : scope,
      same: 'outage',
      figure: { value: members.size, limit: outages.sizes.get(scope) ?? members.size },
      beganAt: Math.min(...members.values()),
      clearSeconds: OVER_FOR_SECONDS,
      words: () => wordsOf([...members.keys()], outages),
    }),
  ];
}

function wordsOf(ids: readonly string[], { sizes, tagsOf }: Outages): ReturnType<Condition['words']> {
  const counts = new Map<string, number>();
  for (const id of ids) for (const tag of tagsOf(id)) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  const isFarm = ids.length === sizes.get(WHOLE_FARM);
  const whole = [...counts]
    .filter(([tag, count]) => count > 1 && count === sizes.get(tag))
    .sort(([, a], [, b]) => b - a);
  const shown = whole.slice(0, MOST_TAGS).map(([tag]) => tag);
  const what = isFarm ? ', the whole farm' : shown.length > 0 ? `, all of ${shown.join(', ')}` : '';
  const parts = [...counts].sort(([, a], [, b]) => b - a).slice(0, MOST_TAGS * 2);
  return {
    message: `${nodesWords(ids.length)} offline${what}`,
    details: [nodeNames(ids), ...parts.map(([tag, count]) => `${tag}: ${count} of ${nodesWords(sizes.get(tag) ?? 0)}`)],
  };
}
