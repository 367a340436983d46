import { Box } from 'ink';
import type { ReactElement } from 'react';
import { bodyLines, footLines, headerLines } from '../core/screen-lines.ts';
import type { TuiStore } from '../core/store.ts';
import { Lines } from './lines.tsx';

/** The whole dashboard: exactly as many lines and cells as the state says that the terminal has. */
export function App({ store }: { readonly store: TuiStore }): ReactElement {
  return (
    <Box flexDirection="column">
      <Lines store={store} select={headerLines} />
      <Lines store={store} select={bodyLines} />
      <Lines store={store} select={footLines} />
    </Box>
  );
}
