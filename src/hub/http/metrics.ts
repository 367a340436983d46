/**
 * `GET /metrics`: all figures for Prometheus. A large farm's text takes a while to make: others are let in meanwhile,
 * and it goes out family by family, never whole.
 */
import { pipeline, Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { createGzip } from 'node:zlib';
import { momentOf } from '../../shared/clock.ts';
import type { RenderNodeSummary } from '../../shared/protocol/render-node.ts';
import type { Report } from '../../shared/protocol/report.ts';
import { routes } from '../../shared/protocol/routes.ts';
import { acceptedFormat } from '../core/metrics-text/accepted-format.ts';
import {
  CONTENT_TYPES,
  createFamilyTexts,
  exposition,
  type Family,
  type FamilyText,
} from '../core/metrics-text/family.ts';
import { addFarm } from '../core/metrics-text/farm-text.ts';
import { HARDWARE_FAMILIES, hardwareTexts } from '../core/metrics-text/hardware-texts.ts';
import { addHub } from '../core/metrics-text/hub-text.ts';
import { addJobs } from '../core/metrics-text/job-text.ts';
import { type PackedTexts, packedText, packTexts } from '../core/metrics-text/packed-texts.ts';
import { STANDING_FAMILIES, standingTexts } from '../core/metrics-text/standing-texts.ts';
import { fitsGlob } from '../core/thresholds/glob.ts';
import type { HubContext, HubParts, HubRouter } from './hub-context.ts';
import { Refusal } from './refusal.ts';

/** Some milliseconds of work. */
const NODES_AT_ONCE = 32;

export function metricsRoutes(router: HubRouter, parts: HubParts): void {
  const figuresOf = createFigureTexts();
  router.get(routes.getMetrics.path, async (ctx) => {
    const asked = [ctx.query.node ?? []].flat();
    const part = partOf(ctx);
    const families = asked.length > 0 || part === 'nodes' ? [] : farmFamilies(parts);
    const isAsked = (id: string): boolean => asked.some((pattern) => fitsGlob(pattern, id));
    const all = part === 'farm' ? [] : parts.fleet.nodes(momentOf(parts.clock));
    const nodes = asked.length === 0 ? all : all.filter(({ id }) => isAsked(id));
    const columns = await nodeColumns(nodes, parts, figuresOf);
    answer(ctx, [
      families,
      familiesOf(STANDING_FAMILIES, columns.standing),
      familiesOf(HARDWARE_FAMILIES, columns.figures),
    ]);
  });
}

function partOf(ctx: HubContext): 'farm' | 'nodes' | null {
  const { part } = ctx.query;
  if (part === undefined || part === '') return null;
  if (part === 'farm' || part === 'nodes') return part;
  throw new Refusal(400, 'bad_query', '"part" is farm or nodes, once; leave it out for both.');
}

/** Prometheus takes it compressed, and of the ways to do so knows gzip alone. */
function answer(ctx: HubContext, families: readonly Iterable<FamilyText>[]): void {
  const format = acceptedFormat(ctx.get('Accept'));
  const text = Readable.from(exposition(chained(families), format), { objectMode: false });
  ctx.type = CONTENT_TYPES[format];
  ctx.vary('Accept');
  ctx.vary('Accept-Encoding');
  if (ctx.acceptsEncodings('gzip', 'identity') !== 'gzip') {
    ctx.body = text;
    return;
  }
  ctx.set('Content-Encoding', 'gzip');
  const compressed = createGzip({ level: 1 });
  // What fails or goes away takes the other with it; Koa hears of it by the body.
  pipeline(text, compressed, () => {});
  ctx.body = compressed;
}

function* chained<T>(parts: readonly Iterable<T>[]): Generator<T, void> {
  for (const part of parts) yield* part;
}

function farmFamilies({
  fleet,
  alerts,
  notifier,
  feed,
  store,
  history,
  vitals,
  clock,
}: HubParts): readonly FamilyText[] {
  const now = momentOf(clock);
  const texts = createFamilyTexts();
  addHub(texts, {
    ...vitals.figures(),
    streams: feed.streams,
    storeProblems: store.problems.length + history.problems.length,
    notifications: notifier.counts(),
  });
  addFarm(texts, fleet.summary(now), alerts.records());
  addJobs(texts, fleet.jobs(now), now.wall);
  return texts.texts();
}

/** Each node's texts, one a family. */
interface NodeColumns {
  readonly standing: readonly PackedTexts[];
  readonly figures: readonly PackedTexts[];
}

async function nodeColumns(
  nodes: readonly RenderNodeSummary[],
  { fleet }: HubParts,
  figuresOf: FigureTexts,
): Promise<NodeColumns> {
  const standing: PackedTexts[] = [];
  const figures: PackedTexts[] = [];
  for (const [index, node] of nodes.entries()) {
    if (index % NODES_AT_ONCE === NODES_AT_ONCE - 1) await setImmediate();
    const told = fleet.told(node.id);
    // It was forgotten in between.
    if (told === null) continue;
    standing.push(packTexts(standingTexts({ ...node, ...told })));
    // The last figures of a node that is gone are not those of now.
    if (node.liveness !== 'offline') figures.push(figuresOf(node.id, told.report));
  }
  return { standing, figures };
}

function* familiesOf(families: readonly Family[], nodes: readonly PackedTexts[]): Generator<FamilyText, void> {
  for (const [index, family] of families.entries())
    yield { family, text: nodes.map((texts) => packedText(texts, index)).join('') };
}

type FigureTexts = (node: string, report: Omit<Report, 'sentry_secret'>) => PackedTexts;

/** Made once a report. */
function createFigureTexts(): FigureTexts {
  const made = new WeakMap<object, PackedTexts>();
  return (node, report) => {
    const known = made.get(report);
    if (known) return known;
    const texts = packTexts(hardwareTexts(node, report.hardware));
    made.set(report, texts);
    return texts;
  };
}
