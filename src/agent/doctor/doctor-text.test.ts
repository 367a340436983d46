import { describe, expect, test } from 'vitest';
import { cellWidth } from '../../shared/text-cells.ts';
import { doctorJson } from './doctor-json.ts';
import { doctorText, millisText } from './doctor-text.ts';
import { type CollectorFinding, type Diagnosis, isHealthy } from './finding.ts';

function finding(name: string, more: Partial<CollectorFinding> = {}): CollectorFinding {
  return {
    name,
    part: 'gpus',
    tells: 'graphics cards',
    state: 'works',
    why: null,
    periodSeconds: 5,
    wallMillis: 0.123,
    cpuMillis: 0.05,
    saw: '2 cards',
    ...more,
  };
}

const unlooked = { wallMillis: null, cpuMillis: null, saw: null };
const ABSENT = finding('ipmi', { ...unlooked, state: 'absent', tells: 'controller', why: 'no /dev/ipmi0' });
const BARRED = finding('drives', {
  ...unlooked,
  state: 'barred',
  tells: 'drive health',
  why: 'smartctl may ask drives only as root; run the agent as root, or give smartctl the capability to',
});
const LOST = finding('nvidia-smi', { state: 'partly', saw: '2 cards 1 lost', why: 'GPU 1 does not answer any more' });

const DIAGNOSIS: Diagnosis = {
  collectors: [finding('amdgpu'), ABSENT, BARRED, LOST],
  checks: [
    { name: 'hub', state: 'ok', message: 'http://10.0.0.5:3000 answers' },
    { name: '/mnt/renders', state: 'fails', message: 'may not be read by this user' },
  ],
};

describe('doctorText', () => {
  test('shows a collector a line, and the reason where there are no figures', () => {
    expect(doctorText(DIAGNOSIS, 80)).toBe(`\
state   collector   tells           every   a look      cpu  saw
works   amdgpu      graphics cards    5 s  0.12 ms  0.05 ms  2 cards
absent  ipmi        controller      no /dev/ipmi0
barred  drives      drive health    smartctl may ask drives only as root; run
                                    the agent as root, or give smartctl the
                                    capability to
partly  nvidia-smi  graphics cards    5 s  0.12 ms  0.05 ms  2 cards 1 lost
                                    GPU 1 does not answer any more

ok     hub           http://10.0.0.5:3000 answers
fails  /mnt/renders  may not be read by this user

2 of 4 collectors tell something; broken: nvidia-smi, /mnt/renders.
`);
  });

  test.each([48, 60, 80, 120])('fits a terminal of %i columns', (columns) => {
    for (const line of doctorText(DIAGNOSIS, columns).split('\n').slice(0, -2))
      expect(cellWidth(line), line).toBeLessThanOrEqual(columns);
  });

  test('folds nothing where there is no terminal', () => {
    expect(doctorText(DIAGNOSIS, null)).toContain(BARRED.why);
  });

  test('shows nothing that would act on a terminal', () => {
    const hostile = finding('x\u001b[2J', { why: 'bell \u0007', state: 'partly', saw: '\u202e1' });
    const check = { name: '/mnt/\u001b]0;x\u0007', state: 'note', message: '\u009b31m' } as const;
    expect(doctorText({ collectors: [hostile], checks: [check] }, 80)).not.toMatch(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/,
    );
  });
});

test.each([
  [null, '—'],
  [0.0831, '0.08 ms'],
  [0.996, '1.0 ms'],
  [4.23, '4.2 ms'],
  [9.97, '10 ms'],
  [310.4, '310 ms'],
  [999.6, '1.0 s'],
  [5_720, '5.7 s'],
])('millisText of %s is %s', (millis, text) => {
  expect(millisText(millis)).toBe(text);
});

describe('isHealthy', () => {
  const well: Diagnosis = { collectors: [finding('a'), ABSENT, BARRED], checks: [] };

  test.each<[string, boolean, Diagnosis]>([
    ['absent and barred collectors', true, well],
    ['a note', true, { ...well, checks: [{ name: 'inotify', state: 'note', message: '' }] }],
    ['a collector that fails', false, { ...well, collectors: [finding('a', { state: 'fails' })] }],
    ['a card that is lost', false, { ...well, collectors: [LOST] }],
    ['a check that fails', false, { ...well, checks: [{ name: 'hub', state: 'fails', message: '' }] }],
  ])('with %s is %s', (_, healthy, diagnosis) => {
    expect(isHealthy(diagnosis)).toBe(healthy);
    expect(JSON.parse(doctorJson(diagnosis)).ok).toBe(healthy);
  });
});

test('doctorJson tells all that was found, times to a hundredth', () => {
  expect(JSON.parse(doctorJson(DIAGNOSIS))).toMatchObject({
    ok: false,
    collectors: [{ name: 'amdgpu', wallMillis: 0.12, cpuMillis: 0.05, saw: '2 cards' }, { wallMillis: null }, {}, {}],
    checks: DIAGNOSIS.checks,
  });
});
