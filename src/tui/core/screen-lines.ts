/** The parts of the screen as painted lines: components show them and compute nothing. */
import { alertsPanel } from './alerts-panel.ts';
import { chooserOver } from './chooser-panel.ts';
import { chromeOf } from './chrome.ts';
import { detailPanel } from './detail-panel.ts';
import { farmPanel } from './farm-panel.ts';
import { footerLine } from './footer-line.ts';
import { headerLine } from './header-line.ts';
import { helpOver } from './help-panel.ts';
import { nodesPanel } from './nodes-panel.ts';
import { paintLine, type SpanLine } from './spans.ts';
import type { TuiState } from './state.ts';
import { defaultTheme } from './theme.ts';
import { troubleLine } from './trouble-line.ts';

/** The first line of every screen. */
export function headerLines(state: TuiState): readonly string[] {
  return painted([headerLine(state)], state);
}

/** The open screen, the help over it where it is open. */
export function bodyLines(state: TuiState): readonly string[] {
  const body = underHelp(state);
  return painted(state.helpTop === null ? body : helpOver(body, state, state.helpTop), state);
}

function underHelp(state: TuiState): readonly SpanLine[] {
  if (state.alerts.place === 'open') return alertsPanel(state);
  if (state.detail) return detailPanel(state, state.detail);
  if (state.graphs.farm) return farmPanel(state, state.graphs.farm);
  const nodes = nodesPanel(state);
  return state.chooser ? chooserOver(nodes, state, state.chooser) : nodes;
}

/** The line of trouble and the line of keys, as far as the screen is high enough for them. */
export function footLines(state: TuiState): readonly string[] {
  const { trouble, footer } = chromeOf(state.columns, state.rows);
  return painted([...(trouble ? [troubleLine(state)] : []), ...(footer ? [footerLine(state)] : [])], state);
}

/** The whole screen: exactly `rows` lines of exactly `columns` cells. */
export function screenLines(state: TuiState): readonly string[] {
  return [...headerLines(state), ...bodyLines(state), ...footLines(state)];
}

function painted(lines: readonly SpanLine[], state: TuiState): readonly string[] {
  return lines.map((line) => paintLine(line, defaultTheme, state.colour));
}
