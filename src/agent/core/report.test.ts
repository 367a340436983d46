import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NOTHING_KNOWN } from '../../shared/protocol/hardware.ts';
import { Report } from '../../shared/protocol/report.ts';
import type { SequenceReport } from '../../shared/protocol/sequence.ts';
import { checkerFor } from '../../shared/protocol/validate.ts';
import { buildReport, REPORT_LIMIT_BYTES, type ReportIdentity, type Truth } from './report.ts';

const identity: ReportIdentity = {
  nodeId: null,
  agentVersion: '1.2.3',
  sessionId: 's1',
  intervalSeconds: 5,
  tags: ['gpu'],
};

const stamp = { now: Date.UTC(2026, 0, 31, 23, 59, 59), sequenceNumber: 7, droppedReports: 0, leaving: false };

function sequence(name: string, done = '1-10'): SequenceReport {
  return {
    share: 'nas:/r',
    directory: 'shot',
    localPath: '/mnt/r/shot',
    pattern: `${name}.####.png`,
    extension: 'png',
    padding: 4,
    title: null,
    expected: null,
    done,
    writing: '',
    placeholders: '',
    doneBytes: 10,
    truncated: false,
    startedAt: null,
    changedAt: null,
    recent: [],
  };
}

function truth(sequences: readonly SequenceReport[], more: Partial<Truth> = {}): Truth {
  return {
    host: { hostname: 'n1', os: 'Debian GNU/Linux 12 x86_64', cpu: 'c', gpu: 'none' },
    renderers: null,
    hardware: NOTHING_KNOWN,
    problems: [],
    roots: [],
    sequences,
    ...more,
  };
}

function sizeOf(report: Report): number {
  return Buffer.byteLength(JSON.stringify(report));
}

const check = checkerFor(Report);

describe('buildReport', () => {
  test('says everything that is known in the words of the protocol', () => {
    const report = buildReport(identity, truth([sequence('a')]), stamp);
    expect(check(report)).toMatchObject({ ok: true });
    expect(report).toMatchObject({
      hostname: 'n1',
      timestamp: '2026-01-31T23:59:59.000Z',
      sessionId: 's1',
      sequenceNumber: 7,
      omittedSequences: 0,
      sequences: [{ pattern: 'a.####.png' }],
    });
    expect(report).not.toHaveProperty('nodeId');
    expect(report).not.toHaveProperty('leaving');
  });

  test('says who it is and that it leaves where that is so', () => {
    const report = buildReport({ ...identity, nodeId: 'blade 7' }, truth([]), { ...stamp, leaving: true });
    expect(report).toMatchObject({ nodeId: 'blade 7', leaving: true });
  });

  test('leaves the least recently changed out, counted and named, when all would be too large', () => {
    const many = Array.from({ length: 40 }, (_, n) => sequence(`s${n}`, '1,3,'.repeat(2_500)));
    const report = buildReport(identity, truth(many), stamp);
    const kept = report.sequences ?? [];
    expect(kept).toEqual(many.slice(0, kept.length));
    expect(kept.length).toBeGreaterThan(20);
    expect(report.omittedSequences).toBe(40 - kept.length);
    expect(report.problems).toMatchObject([{ source: 'report', message: expect.stringMatching(/of 40 sequences/) }]);
  });

  test('passes over one giant and still tells of the others', () => {
    const report = buildReport(
      identity,
      truth([sequence('giant', '9'.repeat(REPORT_LIMIT_BYTES)), sequence('b')]),
      stamp,
    );
    expect(report).toMatchObject({ omittedSequences: 1, sequences: [{ pattern: 'b.####.png' }] });
  });

  test('keeps within the lists of the protocol', () => {
    const problems = Array.from({ length: 90 }, (_, n) => ({ source: `p${n}`, message: 'm' }));
    const root = { path: '/r', status: 'watching', reason: null, directories: 1, files: 1 } as const;
    const roots = Array.from({ length: 300 }, () => root);
    const report = buildReport(
      identity,
      truth(
        Array.from({ length: 1_200 }, () => sequence('a', '')),
        { problems, roots },
      ),
      stamp,
    );
    expect(check(report)).toMatchObject({ ok: true });
    expect((report.sequences?.length ?? 0) + (report.omittedSequences ?? 0)).toBe(1_200);
  });

  test('stays within the limit with more of everything than any machine has, and names what is left out', () => {
    const long = '\u0001'.repeat(255);
    const temperatures = Array.from({ length: 256 }, () => ({ sensor: long, celsius: 40, limitCelsius: 90 }));
    const root = { path: '/r'.repeat(2_000), status: 'watching', reason: null, directories: 1, files: 1 } as const;
    const renderer = { pid: 1, program: 'blender', startedAt: '2026-01-31T23:59:59Z', endedAt: null, exitStatus: null };
    const more = {
      hardware: { ...NOTHING_KNOWN, temperatures },
      problems: Array.from({ length: 64 }, () => ({ source: 'file-systems', message: long + long })),
      roots: Array.from({ length: 256 }, () => root),
      renderers: Array.from({ length: 64 }, () => ({
        ...renderer,
        cpuPercent: null,
        outputDirectories: [root.path],
        frames: null,
        scene: null,
      })),
    };
    const report = buildReport(identity, truth([sequence('a')], more), stamp);
    expect(sizeOf(report)).toBeLessThanOrEqual(REPORT_LIMIT_BYTES);
    expect(check(report)).toMatchObject({ ok: true });
    expect(report.sequences).toHaveLength(1);
    expect(report.problems?.at(-1)).toMatchObject({
      message: expect.stringMatching(/left out are \d+ of temperatures/),
    });
  });

  test('is within the limit and accounts for each sequence, whatever there is', () => {
    const notation = fc.integer({ min: 0, max: 60_000 }).map((length) => 'ü'.repeat(length));
    fc.assert(
      fc.property(fc.array(notation, { maxLength: 12 }), (notations) => {
        const all = notations.map((done, n) => sequence(`s${n}`, done));
        const report = buildReport(identity, truth(all), stamp);
        expect(sizeOf(report)).toBeLessThanOrEqual(REPORT_LIMIT_BYTES);
        expect((report.sequences?.length ?? 0) + (report.omittedSequences ?? 0)).toBe(all.length);
      }),
      { numRuns: 40 },
    );
  });
});
