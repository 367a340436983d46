/**
 * The text formats of Prometheus, 0.0.4 and OpenMetrics 1.0: samples read alike in both, what stands above them and at
 * the end differs. Information and states are gauges of 1 and 0 here, which both know.
 */
import { displaySafe } from '../../../shared/display-safe.ts';

export type MetricsFormat = 'text' | 'openmetrics';

export const CONTENT_TYPES: Readonly<Record<MetricsFormat, string>> = {
  text: 'text/plain; version=0.0.4; charset=utf-8',
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
};

/** Samples of one meaning. */
export interface Family {
  /** As its samples bear it: a counter's ends in `_total`, one with a unit names it before that. */
  readonly name: string;
  /** A base unit, as the name ends in it; null where the name counts something. */
  readonly unit: string | null;
  readonly help: string;
}

/** A family's samples, one a line; empty where there are none. */
export interface FamilyText {
  readonly family: Family;
  readonly text: string;
}

const COUNTER_END = '_total';

/** What stands above a family's samples. */
export function familyHeader({ name, unit, help }: Family, format: MetricsFormat): string {
  const isCounter = name.endsWith(COUNTER_END);
  const type = isCounter ? 'counter' : 'gauge';
  if (format === 'text') return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`;
  // Here the ending belongs to the sample, not to the family.
  const family = isCounter ? name.slice(0, -COUNTER_END.length) : name;
  const unitLine = unit === null ? '' : `# UNIT ${family} ${unit}\n`;
  return `# TYPE ${family} ${type}\n${unitLine}# HELP ${family} ${help}\n`;
}

/** The whole answer, piece by piece; families without samples are left out. */
export function* exposition(families: Iterable<FamilyText>, format: MetricsFormat): Generator<string, void> {
  for (const { family, text } of families) {
    if (text === '') continue;
    yield familyHeader(family, format);
    yield text;
  }
  if (format === 'openmetrics') yield '# EOF\n';
}

const PLAIN = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/;

/** A label's value as it stands between its quotes; what a terminal would obey becomes a visible escape. */
export function labelValue(value: string): string {
  return PLAIN.test(value) ? value : displaySafe(value).replace(/[\\"]/g, '\\$&');
}

/** `{node="rn-1",gpu="0"}` */
export function labelsText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${labelValue(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

/** Samples as they come, put together by family. */
export interface FamilyTexts {
  /** What is unknown is not told. `labels` as of `labelsText`, in this order always. */
  add(family: Family, labels: string, value: number | null | undefined): void;
  /** Each family once, in the order of their first samples. */
  texts(): readonly FamilyText[];
}

export function createFamilyTexts(): FamilyTexts {
  const lines = new Map<Family, string[]>();
  return {
    add(family, labels, value) {
      if (typeof value !== 'number' || !Number.isFinite(value)) return;
      const line = `${family.name}${labels} ${value}\n`;
      const known = lines.get(family);
      if (known) known.push(line);
      else lines.set(family, [line]);
    },
    texts: () => [...lines].map(([family, told]) => ({ family, text: told.join('') })),
  };
}

export function familyOf(name: string, help: string, unit: string | null = null): Family {
  return { name, unit, help };
}
