import { render } from 'ink-testing-library';
import { afterEach, expect, test, vi } from 'vitest';
import type { TuiState } from '../core/state.ts';
import { createTuiStore } from '../core/store.ts';
import { later, liveState } from '../testing/made-up-dashboard.ts';
import { Line } from './line.tsx';
import { Lines } from './lines.tsx';

const shown: ReturnType<typeof render>[] = [];
afterEach(() => {
  for (const screen of shown.splice(0)) screen.unmount();
});

function show(element: Parameters<typeof render>[0]): ReturnType<typeof render> {
  const screen = render(element);
  shown.push(screen);
  return screen;
}

test('Line shows its text as it is when it holds colours and wide characters', () => {
  expect(show(<Line text={'\u001b[1mrn-001\u001b[22m 渲染'} />).lastFrame()).toBe('\u001b[1mrn-001\u001b[22m 渲染');
});

test('Lines shows what select makes of the state, one line under the other, and follows it', async () => {
  const store = createTuiStore(liveState(), () => {});
  const select = ({ helpTop, list }: TuiState): readonly string[] => [`help ${helpTop}`, `selected ${list.selectedId}`];
  const screen = show(<Lines store={store} select={select} />);
  const before = screen.lastFrame();
  expect(before).toMatch(/^help null\nselected rn-\d+$/);
  store.dispatch({ kind: 'input', input: { kind: 'key', name: '?' }, at: later(0) });
  await vi.waitFor(() => expect(screen.lastFrame()).toBe(before?.replace('null', '0')));
});
