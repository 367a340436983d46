/** A diagnosis for people: a collector a line, then what else an agent needs. Pure. */
import { displaySafe } from '../../shared/display-safe.ts';
import { cellWidth, cutCells, fitCells } from '../../shared/text-cells.ts';
import { UNKNOWN } from '../../shared/units.ts';
import { type CheckFinding, type CollectorFinding, type Diagnosis, isHealthy } from './finding.ts';

const GAP = '  ';
const HEADS = ['state', 'collector', 'tells', 'every', 'a look', 'cpu', 'saw'] as const;
const RIGHT = new Set<string>(['every', 'a look', 'cpu']);
/** Below this many cells there is no room for all columns. */
const ALL_COLUMNS = 72;
/** A sentence is folded to no less. */
const LEAST_ROOM = 24;

/** `columns`: cells a line may have; null: as many as it needs. */
export function doctorText(diagnosis: Diagnosis, columns: number | null): string {
  const { collectors, checks } = diagnosis;
  const lines = [...collectorLines(collectors, columns), '', ...checkLines(checks, columns), '', verdictOf(diagnosis)];
  return lines.map((line) => `${line.trimEnd()}\n`).join('');
}

/** A table, where nothing was looked at with the reason in the place of the figures. */
function collectorLines(collectors: readonly CollectorFinding[], columns: number | null): readonly string[] {
  const isNarrow = columns !== null && columns < ALL_COLUMNS;
  const shown = HEADS.map((head, at) => ({ head, at })).filter(({ head }) => !isNarrow || head !== 'tells');
  const rows = collectors.map(cellsOf);
  const widths = shown.map(({ head, at }) => Math.max(...[head, ...rows.map((row) => row[at] ?? '')].map(cellWidth)));
  const partsOf = (cells: readonly string[]): readonly string[] =>
    shown.map(({ head, at }, place) =>
      fitCells(cells[at] ?? '', widths[place] ?? 0, RIGHT.has(head) ? 'right' : 'left'),
    );
  const lineOf = (cells: readonly string[]): string => {
    const line = partsOf(cells).join(GAP).trimEnd();
    return columns === null ? line : cutCells(line, columns);
  };
  const before = shown.findIndex(({ head }) => head === 'every');
  const indent = widths.slice(0, before).reduce((sum, width) => sum + width + GAP.length, 0);
  const linesOf = ({ why, wallMillis }: CollectorFinding, cells: readonly string[]): readonly string[] => {
    if (why === null) return [lineOf(cells)];
    const folded = fold(displaySafe(why), columns === null ? null : columns - indent);
    const below = folded.map((part) => ' '.repeat(indent) + part);
    if (wallMillis !== null) return [lineOf(cells), ...below];
    return [[...partsOf(cells).slice(0, before), folded[0] ?? ''].join(GAP), ...below.slice(1)];
  };
  return [lineOf(HEADS), ...collectors.flatMap((collector, at) => linesOf(collector, rows[at] ?? []))];
}

function cellsOf({
  state,
  name,
  tells,
  periodSeconds,
  wallMillis,
  cpuMillis,
  saw,
}: CollectorFinding): readonly string[] {
  const looked = wallMillis !== null;
  return [
    state,
    displaySafe(name),
    tells,
    looked ? `${Math.round(10 * periodSeconds) / 10} s` : '',
    looked ? millisText(wallMillis) : '',
    looked ? millisText(cpuMillis) : '',
    looked ? displaySafe(saw ?? UNKNOWN) : '',
  ];
}

/** `0.08 ms`, `4.2 ms`, `310 ms`, `2.4 s`. */
export function millisText(millis: number | null): string {
  if (millis === null) return UNKNOWN;
  if (millis >= 999.5) return `${(millis / 1000).toFixed(1)} s`;
  if (millis >= 9.95) return `${Math.round(millis)} ms`;
  return `${millis.toFixed(millis >= 0.995 ? 1 : 2)} ms`;
}

function checkLines(checks: readonly CheckFinding[], columns: number | null): readonly string[] {
  const widest = Math.max(0, ...checks.map(({ name }) => cellWidth(displaySafe(name))));
  const indent = 'fails'.length + GAP.length;
  return checks.flatMap(({ state, name, message }) => {
    const shown = displaySafe(name);
    const isApart = columns !== null && indent + widest + GAP.length + LEAST_ROOM > columns;
    const start = indent + (isApart ? 0 : widest + GAP.length);
    const words = fold(displaySafe(message), columns === null ? null : columns - start);
    const head = `${fitCells(state, indent)}${isApart ? shown : fitCells(shown, widest + GAP.length)}`;
    const rest = words.map((part) => ' '.repeat(start) + part);
    return isApart ? [head, ...rest] : [head + (words[0] ?? ''), ...rest.slice(1)];
  });
}

function verdictOf(diagnosis: Diagnosis): string {
  const ill = [
    ...diagnosis.collectors.filter(({ state }) => state === 'fails' || state === 'partly'),
    ...diagnosis.checks.filter(({ state }) => state === 'fails'),
  ];
  const working = diagnosis.collectors.filter(({ state }) => state === 'works' || state === 'partly').length;
  const works = `${working} of ${diagnosis.collectors.length} collectors tell something`;
  return isHealthy(diagnosis)
    ? `${works}; nothing is broken.`
    : `${works}; broken: ${ill.map(({ name }) => displaySafe(name)).join(', ')}.`;
}

/** Lines of at most `room` cells, parted at blanks; a word that is longer stands whole. */
function fold(text: string, room: number | null): readonly string[] {
  if (room === null) return [text];
  const width = Math.max(LEAST_ROOM, room);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && cellWidth(line) + 1 + cellWidth(word) > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
