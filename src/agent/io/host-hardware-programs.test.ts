import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { systemClock } from '../../shared/clock.ts';
import { programCollectors } from './host-hardware-programs.ts';

function collectorsAt(periodMillis: number) {
  const read = (path: string): string => readFileSync(path, 'utf8');
  return programCollectors({ clock: systemClock, read, environment: {} }, periodMillis);
}

it('programCollectors say of each part whether this machine has it, and why not', async () => {
  for (const { name, availability } of collectorsAt(2_000)) {
    const told = await availability(AbortSignal.timeout(10_000));
    if (told.kind !== 'works') expect(told.why, name).toMatch(/\w+ \w+/);
  }
});

it('programCollectors look seldom, and no oftener than the agent reports', () => {
  for (const { name, periodMillis } of collectorsAt(2_000)) expect(periodMillis, name).toBeGreaterThanOrEqual(30_000);
  for (const { name, periodMillis } of collectorsAt(3_600_000)) expect(periodMillis, name).toBe(3_600_000);
});
