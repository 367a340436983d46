import { describe, expect, it } from 'vitest';
import { readDcmiWatts, readLimits, readSensors } from './ipmi-sensors.ts';
import { powerSupplies } from './power-supplies.ts';

function sensors(list: string, limits = '') {
  return readSensors(list, readLimits(limits));
}

/** Names and shapes as the makers' manuals and ipmitool's source have them; none of these boards was at hand. */
const BOARDS = {
  'Supermicro X11': `
CPU Temp         | 01h | ok  |  3.1 | 52 degrees C
VRMCpu Temp      | 10h | ok  |  8.1 | 47 degrees C
DIMMA1 Temp      | B0h | ns  | 32.64 | No Reading
FAN1             | 41h | ok  | 29.1 | 1100 RPM
FANB             | 46h | nr  | 29.6 | 0 RPM
PS1 Status       | C8h | ok  | 10.96 | Presence detected
PS2 Status       | C9h | ok  | 10.97 | Presence detected, Power Supply AC lost`,
  'Dell PowerEdge': `
Fan1A RPM        | 38h | ok  |  7.1 | 7200 RPM
Inlet Temp       | 04h | ok  |  7.1 | 21 degrees C
Temp             | 0Eh | ok  |  3.1 | 45 degrees C
Temp             | 0Fh | ok  |  3.2 | 47 degrees C
Current 1        | 6Ah | ok  | 10.1 | 0.40 Amps
Voltage 1        | 6Ch | ok  | 10.1 | 232 Volts
Pwr Consumption  | 77h | ok  |  7.1 | 126 Watts
Status           | 85h | ok  | 10.1 | Presence detected
Status           | 86h | ok  | 10.2 | Presence detected, Failure detected
PS Redundancy    | 77h | ok  |  7.1 | Redundancy Lost`,
  'HPE ProLiant': `
UID              | 01h | ok  | 23.1 |
Fan 1            | 07h | ok  |  7.1 | 18.42 percent, Transition to Running
01-Inlet Ambient | 15h | ok  | 64.1 | 20 degrees C
Power Supply 1   | 12h | ok  | 10.1 | 110 Watts, Presence detected
Power Supply 2   | 13h | ok  | 10.2 | 0 Watts, Presence detected, Failure detected
Power Meter      | 14h | ok  |  7.10 | 118 Watts`,
};

describe('readSensors', () => {
  it('names equal sensors of a Dell by what they belong to', () => {
    const named = sensors(BOARDS['Dell PowerEdge']).map(({ name }) => name);
    expect(named).toEqual(expect.arrayContaining(['CPU 1 Temp', 'CPU 2 Temp', 'Inlet Temp', 'PSU 2 Status']));
    expect(new Set(named).size).toBe(named.length);
  });

  it('tells equal sensors of one thing apart by their numbers', () => {
    const text = 'Temp | 0Eh | ok | 3.1 | 45 degrees C\nTemp | 0Fh | ok | 3.1 | 47 degrees C';
    expect(sensors(text).map(({ name }) => name)).toEqual(['CPU 1 Temp', 'CPU 1 Temp 0Fh']);
  });

  it('gives each of several sensors with one name its own limit', () => {
    const limit = (critical: string): string =>
      `Temp | 1.0 | degrees C | ok | na | 3.0 | 8.0 | 80.0 | ${critical} | na`;
    const found = sensors(BOARDS['Dell PowerEdge'], [limit('90.000'), limit('95.000')].join('\n'));
    expect(found.filter(({ name }) => name.endsWith(' Temp')).map((each) => each.limit)).toEqual([null, 90, 95]);
  });

  it('knows no figure of a sensor without a reading, and one that stands still', () => {
    const found = sensors(BOARDS['Supermicro X11']);
    expect(found.find(({ name }) => name === 'DIMMA1 Temp')).toMatchObject({ figure: null, states: '' });
    expect(found.find(({ name }) => name === 'FANB')?.figure).toEqual({ value: 0, unit: 'RPM' });
  });

  it('passes over units that it does not know, and lines that were cut off', () => {
    expect(sensors(BOARDS['HPE ProLiant']).find(({ name }) => name === 'Fan 1')?.figure).toBeNull();
    expect(sensors('CPU Temp | 01h | ok | 3.1\nCPU Temp | 01h')).toEqual([]);
  });
});

describe('readLimits', () => {
  it.each([
    ['90.000', '95.000', 90],
    ['na', '95.000', 95],
    ['0.000', '0.000', 85],
  ])('takes critical %s and non-recoverable %s for %s', (critical, nonRecoverable, limit) => {
    const line = `PCH | 44.0 | degrees C | ok | 0.0 | 5.0 | 10.0 | 85.000 | ${critical} | ${nonRecoverable}`;
    expect(readLimits(line).get('PCH')).toEqual([limit]);
  });

  it('knows none of a sensor that has none, or whose line is cut off', () => {
    expect(readLimits('PS1 Power | 424.0 | Watts | ok | na | na | na | na | na | na').get('PS1 Power')).toEqual([null]);
    expect(readLimits('PS1 Power | 424.0 | Watts | ok | na').size).toBe(0);
  });
});

describe('powerSupplies', () => {
  it.each<[keyof typeof BOARDS, object[]]>([
    [
      'Supermicro X11',
      [
        { name: 'PSU1', ok: true, status: null, watts: null, celsius: null },
        { name: 'PSU2', ok: false, status: 'Power Supply AC lost', watts: null, celsius: null },
      ],
    ],
    [
      'Dell PowerEdge',
      [
        { name: 'PSU1', ok: true, status: null, watts: null, celsius: null },
        { name: 'PSU2', ok: false, status: 'Failure detected', watts: null, celsius: null },
      ],
    ],
    [
      'HPE ProLiant',
      [
        { name: 'PSU1', ok: true, status: null, watts: 110, celsius: null },
        { name: 'PSU2', ok: false, status: 'Failure detected', watts: 0, celsius: null },
      ],
    ],
  ])('reads those of a %s', (board, expected) => {
    expect(powerSupplies(sensors(BOARDS[board]))).toEqual(expected);
  });

  it('leaves out a bay that is empty', () => {
    expect(powerSupplies(sensors('PS1 Status | C8h | ok | 10.1 |\nPS2 Temp | 61h | ns | 10.2 | Disabled'))).toEqual([]);
  });

  it('takes the hottest sensor and the power that is given', () => {
    const text = `PSU1 Temp1 | 1h | ok | 7.1 | 40 degrees C
PSU1 Temp2 | 2h | ok | 7.1 | 48 degrees C
PSU1 PIN | 3h | ok | 7.1 | 220 Watts
PSU1 POUT | 4h | ok | 7.1 | 200 Watts`;
    expect(powerSupplies(sensors(text))).toEqual([{ name: 'PSU1', ok: null, status: null, watts: 200, celsius: 48 }]);
  });
});

it('readDcmiWatts knows nothing of an answer without a reading', () => {
  expect(readDcmiWatts('')).toBeNull();
  expect(readDcmiWatts('Instantaneous power reading:   0 Watts')).toBeNull();
});
