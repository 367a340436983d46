import { expect, test } from 'vitest';
import { createLog } from './log.ts';

test('createLog writes one harmless line when a field holds control characters', () => {
  const lines: string[] = [];
  const log = createLog(
    'hub',
    (line) => lines.push(line),
    () => Date.UTC(2026, 0, 31),
  );
  log.warn('node file quarantined', { file: 'a\x1b]52;c;x\x07\nb', size: 3 });
  expect(lines).toEqual([
    '2026-01-31T00:00:00.000Z warn  hub: node file quarantined file="a\\u001b]52;c;x\\u0007\\nb" size=3\n',
  ]);
});
