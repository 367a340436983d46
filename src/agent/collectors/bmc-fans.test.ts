import { describe, expect, it } from 'vitest';
import { failure, fakePrograms, type ProgramAnswer } from '../testing/fake-programs.ts';
import { bmcFans } from './bmc-fans.ts';
import { createIpmitool } from './ipmitool.ts';

/** Written after what is known of these boards' own commands; none was at hand. */
const MODE = 'ipmitool raw 0x30 0x45 0x00';
const ZONE = 'ipmitool raw 0x30 0x70 0x66 0x00';
const REFUSED = failure({
  code: 1,
  complaint: 'Unable to send RAW command (netfn=0x30 cmd=0x70 rsp=0xc1): Invalid command',
});

const patience = (): AbortSignal => AbortSignal.timeout(10_000);

function board(answers: Record<string, ProgramAnswer>, name = 'X11DPi-N', vendor = 'Supermicro') {
  const { run, asked } = fakePrograms({ 'ipmitool -V': 'ipmitool version 1.8.19', ...answers });
  const files: Record<string, string> = {
    '/sys/class/dmi/id/board_vendor': `${vendor}\n`,
    '/sys/class/dmi/id/board_name': `${name}\n`,
  };
  const read = (path: string): string => {
    const text = files[path];
    if (text === undefined || text === '\n') throw new Error('ENOENT');
    return text;
  };
  return {
    asked,
    collector: bmcFans(
      createIpmitool(run, async () => 'open'),
      read,
      120_000,
    ),
  };
}

describe('bmcFans', () => {
  it('tells the mode and what it asks of both zones', async () => {
    const { collector, asked } = board({ [MODE]: ' 02\n', [`${ZONE} 0x00`]: ' 32\n', [`${ZONE} 0x01`]: ' 64\n' });
    expect((await collector.collect(patience())).value).toEqual({
      mode: 'optimal',
      zones: [
        { zone: 0, percent: 50 },
        { zone: 1, percent: 100 },
      ],
      board: 'X11DPi-N',
    });
    // Nothing but readings: the commands that set begin in other ways.
    expect(asked).toEqual([MODE, `${ZONE} 0x00`, `${ZONE} 0x01`]);
  });

  it.each([
    [' 00\n', 'standard'],
    [' 01\n', 'full'],
    [' 03\n', 'pue'],
    [' 04\n', 'heavyIo'],
    [' 05\n', null],
    [' ff\n', null],
    ['', null],
    [' 01 02\n', null],
    ['\u001b[2J', null],
  ])('reads the mode %j as %s', async (answer, mode) => {
    const { collector } = board({ [MODE]: answer, [ZONE]: REFUSED });
    expect((await collector.collect(patience())).value).toEqual({ mode, zones: [], board: 'X11DPi-N' });
  });

  it('leaves out a zone that the board refuses, or whose answer is no share', async () => {
    const { collector } = board({ [MODE]: ' 01', [`${ZONE} 0x00`]: ' ff', [`${ZONE} 0x01`]: REFUSED });
    expect((await collector.collect(patience())).value?.zones).toEqual([]);
  });

  it('fails where the board refuses to tell its mode, and when its time is over', async () => {
    await expect(board({ [MODE]: REFUSED }).collector.collect(patience())).rejects.toThrow('Invalid command');
    const slow = board({ [MODE]: ' 01', [ZONE]: 'hangs' }).collector;
    await expect(slow.collect(AbortSignal.abort())).rejects.toThrow();
  });

  it.each(['X9DRi-F', 'X10SRA', 'X12SPA-TF', 'H11DSi', 'H12SSL-i'])('works on a %s', async (name) => {
    expect(await board({}, name, 'Supermicro Inc.').collector.availability(patience())).toEqual({ kind: 'works' });
  });

  it.each([
    ['X8DTU', 'Supermicro'],
    ['H110M-S2', 'Gigabyte'],
    ['H110M', 'Supermicro'],
    ['X11', 'Someone'],
    ['', ''],
  ])('is absent on board %j of %j', async (name, vendor) => {
    const { collector, asked } = board({}, name, vendor);
    expect((await collector.availability(patience())).kind).toBe('absent');
    expect(asked).toEqual([]);
  });
});
