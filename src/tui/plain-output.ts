/** The farm without a screen: one picture of it, or a table printed anew at each change. */
import { type Clock, type Millis, type Moment, momentOf } from '../shared/clock.ts';
import { displaySafe, terminalSafeJson } from '../shared/display-safe.ts';
import { type FarmText, farmText } from '../shared/farm-text.ts';
import { createHubTransport } from '../shared/hub-request.ts';
import { naturalOrder } from '../shared/natural-order.ts';
import type { FleetSnapshot } from '../shared/protocol/fleet.ts';
import type { JobForecast } from '../shared/protocol/job.ts';
import type { RenderNodeSummary } from '../shared/protocol/render-node.ts';
import type { Running } from '../shared/running.ts';
import { type AlertBook, bookOfAlerts } from './core/alert-book.ts';
import { csvTable } from './core/csv-table.ts';
import { applyFleetChange, type FleetView, viewOfSnapshot } from './core/fleet-view.ts';
import type { HubUpdate } from './core/hub-update.ts';
import { secondsSince } from './core/moment.ts';
import { plainColumns } from './core/plain-columns.ts';
import type { ColumnName } from './core/table-columns.ts';
import { startHubStream } from './io/hub-stream.ts';
import { forecastTable } from './plain-forecasts.ts';

export interface PlainConfig {
  readonly hubUrl: string;
  readonly secret: string;
}

export interface PlainDeps {
  readonly clock: Clock;
  readonly random: () => number;
}

export type PlainFormat = 'table' | 'json' | 'csv';

/** The farm as it is now. Rejects with a sentence when the hub cannot be had at the first try. */
export function takeSnapshot(config: PlainConfig, deps: PlainDeps): Promise<FleetSnapshot> {
  return new Promise((resolve, reject) => {
    const transport = createHubTransport({ url: new URL(config.hubUrl), secret: config.secret });
    const finish = (settle: () => void) => {
      void stream.stop();
      transport.close();
      settle();
    };
    const stream = startHubStream({
      ...deps,
      transport,
      onUpdate(update) {
        if (update.kind === 'snapshot') finish(() => resolve(update.snapshot));
        if (update.kind === 'lost') finish(() => reject(new Error(`${config.hubUrl}: ${update.reason}`)));
      },
    });
  });
}

/** `columns` cuts the table's lines to a terminal; null leaves them whole. */
export interface PlainLook {
  readonly url: string;
  readonly columns: number | null;
  readonly ascii: boolean;
  /** Columns of the nodes, for the table and for CSV; the usual ones where not given. */
  readonly tableColumns?: readonly ColumnName[];
}

function textLook({ tableColumns, ...look }: PlainLook, alerts: AlertBook['openByNode']) {
  return { ...look, ...(tableColumns ? { nodeTexts: plainColumns(tableColumns, alerts) } : {}) };
}

/** The farm, and what the hub foretells of its jobs where a time was asked for. */
export type Picture = FleetSnapshot & { readonly forecasts?: readonly JobForecast[] };

export function formatSnapshot(picture: Picture, format: PlainFormat, look: PlainLook): string {
  const { forecasts } = picture;
  const alerts = bookOfAlerts(picture.alerts);
  switch (format) {
    case 'table':
      return farmText(
        { ...picture, ...textLook(look, alerts.openByNode) },
        forecasts ? forecastTable(picture, forecasts) : '',
      );
    case 'csv':
      return csvTable(picture.nodes, { forecasts, columns: look.tableColumns, alerts: alerts.openByNode });
    case 'json':
      return `${terminalSafeJson(JSON.stringify(picture, null, 2))}\n`;
  }
}

export interface TablePrinter extends PlainLook {
  /** Least milliseconds between two tables. */
  readonly interval: Millis;
  print(table: string): void;
  /** A sentence about the connection. */
  warn(sentence: string): void;
}

/** Prints the table at once and at each change until it is stopped; a lost hub is waited for. */
export function startTablePrinter(config: PlainConfig, printer: TablePrinter, deps: PlainDeps): Running {
  const { clock } = deps;
  const now = (): Moment => momentOf(clock);
  const transport = createHubTransport({ url: new URL(config.hubUrl), secret: config.secret });
  let fleet: FleetView | null = null;
  let printed = '';
  let lastPrint = Number.NEGATIVE_INFINITY;
  let warned = '';
  let cancel: (() => void) | null = null;

  function print(): void {
    cancel = null;
    if (!fleet) return;
    const current = { ...farmOf(fleet, now()), ...textLook(printer, fleet.alerts.openByNode) };
    const content = farmText({ ...current, at: '', nodes: current.nodes.map(withoutFigures) });
    if (content === printed) return;
    printed = content;
    lastPrint = clock.monotonic();
    printer.print(`${farmText(current)}\n`);
  }

  function printSoon(): void {
    cancel ??= clock.after(Math.max(0, lastPrint + printer.interval - clock.monotonic()), print);
  }

  function learn(update: HubUpdate): void {
    if (update.kind === 'snapshot') fleet = viewOfSnapshot(update.snapshot, now(), fleet);
    if (update.kind === 'change' && fleet) fleet = applyFleetChange(fleet, update.change, now());
    if (update.kind === 'snapshot' || update.kind === 'change') {
      warned = '';
      printSoon();
    }
    if (update.kind === 'lost' && update.reason !== warned) {
      warned = update.reason;
      printer.warn(displaySafe(update.reason));
    }
  }

  const stream = startHubStream({ ...deps, transport, onUpdate: learn });
  return {
    async stop() {
      cancel?.();
      await stream.stop();
      transport.close();
    },
  };
}

/** Ages and loads waver always: that alone is no change worth a table. */
function withoutFigures(node: RenderNodeSummary): RenderNodeSummary {
  const { health: _health, levels: _levels, ...known } = node;
  return { ...known, seenSecondsAgo: 0, cpuPercent: null, gpuPercent: null, memPercent: null, tempC: null };
}

function farmOf(view: FleetView, now: Moment): Pick<FarmText, 'farm' | 'at' | 'nodes' | 'jobs'> {
  const nodes = [...view.nodes.values()].map(({ summary, seenAt }) => ({
    ...summary,
    seenSecondsAgo: secondsSince(seenAt, now),
  }));
  return {
    farm: view.farm,
    at: new Date(now.wall).toISOString(),
    nodes: nodes.sort((a, b) => naturalOrder(a.id, b.id)),
    jobs: [...view.jobs.values()].map(({ summary }) => summary),
  };
}
