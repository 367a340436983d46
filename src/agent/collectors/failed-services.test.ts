import { describe, expect, it } from 'vitest';
import { failure, fakePrograms, type ProgramAnswer } from '../testing/fake-programs.ts';
import type { AccessTo } from './collector-files.ts';
import { failedServices } from './failed-services.ts';

const patience = (): AbortSignal => AbortSignal.timeout(10_000);

function systemd(answer: ProgramAnswer | null, accessTo: AccessTo = async () => 'barred') {
  const { run } = fakePrograms(answer === null ? {} : { 'systemctl list-units --state=failed': answer });
  return failedServices(run, accessTo, 60_000);
}

/** As systemctl(1) has it: no machine at hand was started by systemd. */
const TWO = `nfs-server.service  loaded failed failed NFS server and services
render\\x2dcache.mount loaded failed failed /render-cache
`;

describe('failedServices', () => {
  it.each<[string, string, string[]]>([
    ['names the units', TWO, ['nfs-server.service', 'render\\x2dcache.mount']],
    ['names none where all is well', '', []],
    ['does not mind a mark before the name', '● a.service loaded failed failed A', ['a.service']],
    ['passes over what is cut off or no unit', 'a.service loaded fai\n\u0000\nLEGEND: x y\n\n', []],
    ['passes over units that have not failed', 'a.service loaded active running A', []],
  ])('%s', async (_, text, failed) => {
    expect((await systemd(text).collect(patience())).value).toEqual({ failed });
  });

  it('bounds names and their number, and leaves control characters to those who show them', async () => {
    const rows = Array.from({ length: 1000 }, (_, row) => `\u001b[31m${row}${'x'.repeat(300)} loaded failed failed X`);
    const { value } = await systemd(rows.join('\n')).collect(patience());
    expect(value?.failed).toHaveLength(256);
    expect(value?.failed[0]).toBe(`\u001b[31m0${'x'.repeat(249)}`);
  });

  it.each<[string, ProgramAnswer | null]>([
    ['is not there', null],
    ['has no rights', failure({ code: 1, complaint: 'Failed to list units: Access denied' })],
  ])('fails when systemctl %s', async (_, answer) => {
    await expect(systemd(answer).collect(patience())).rejects.toThrow();
  });

  it('ends when its time is over', async () => {
    await expect(systemd('hangs').collect(AbortSignal.abort())).rejects.toThrow();
  });

  it('is absent where systemd does not run', async () => {
    expect(await systemd(null, async () => 'absent').availability(patience())).toEqual({
      kind: 'absent',
      why: 'systemd does not run here',
    });
    expect(await systemd(null).availability(patience())).toEqual({ kind: 'works' });
  });
});
