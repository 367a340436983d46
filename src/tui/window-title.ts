/** What the terminal's tab says while the supervisor looks elsewhere: `▲2 ●31 farm`. */
import { isLive } from './core/connection.ts';
import { nodeStatus, STATUS_LOOKS } from './core/node-status.ts';
import type { TuiState } from './core/state.ts';
import { glyphSet } from './core/theme.ts';

export function windowTitle(state: TuiState): string {
  const glyphs = glyphSet(state.glyphs);
  if (!state.fleet) return 'sentry';
  let troubled = 0;
  let rendering = 0;
  for (const entry of state.fleet.nodes.values()) {
    const status = nodeStatus(entry, state);
    if (status === 'rendering') rendering++;
    else if (STATUS_LOOKS[status].severity < STATUS_LOOKS.rendering.severity) troubled++;
  }
  const lost = isLive(state.connection) ? '' : `${glyphs.down} `;
  const warning = troubled === 0 ? '' : `${glyphs.warning}${troubled} `;
  return `${lost}${warning}${glyphs.rendering}${rendering} ${state.fleet.farm}`;
}
