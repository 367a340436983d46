import { Box } from 'ink';
import type { ReactElement } from 'react';
import type { TuiState } from '../core/state.ts';
import type { TuiStore } from '../core/store.ts';
import { useLines } from '../hooks/use-lines.ts';
import { Line } from './line.tsx';

export interface LinesProps {
  readonly store: TuiStore;
  readonly select: (state: TuiState) => readonly string[];
}

/** A part of the screen: the lines that `select` makes of the state, one under the other. */
export function Lines({ store, select }: LinesProps): ReactElement {
  const lines = useLines(store, select);
  return (
    <Box flexDirection="column" flexShrink={0}>
      {lines.map((text, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a line is its row; its text changes and it never moves.
        <Line key={row} text={text} />
      ))}
    </Box>
  );
}
