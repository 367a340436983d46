import { describe, expect, test } from 'vitest';
import { farmText } from './farm-text.ts';
import type { JobSummary } from './protocol/job.ts';
import type { RenderNodeSummary } from './protocol/render-node.ts';
import { cellWidth } from './text-cells.ts';
import { textTable } from './text-table.ts';

const OBEYED = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

const NODE: RenderNodeSummary = {
  id: 'rn-2',
  hostname: 'rn-2',
  state: 'idle',
  reason: null,
  liveness: 'online',
  tags: [],
  job: null,
  cpuPercent: null,
  gpuPercent: null,
  memPercent: null,
  tempC: null,
  seenSecondsAgo: 0,
  agentVersion: null,
};

const JOB: JobSummary = {
  id: '0ae5852a46727231',
  title: 'shot 10',
  state: 'running',
  reason: null,
  done: 5,
  total: 10,
  percent: 50,
  missing: '6-10',
  etaSeconds: 300,
  etaP90Seconds: 400,
  etaUnsure: true,
  late: false,
  overdue: null,
  broken: 0,
  suspicious: 0,
  orphaned: 0,
  framesPerHour: 60,
  secondsPerFrame: 60,
  nodes: ['rn-1'],
  outputDir: '/mnt/renders/shot/beauty',
  pattern: 'beauty.####.png',
  startedAt: null,
  updatedAt: null,
};

function rendering(id: string, title: string): RenderNodeSummary {
  return { ...NODE, id, state: 'rendering', job: { ...JOB, title } };
}

function textOf(nodes: readonly RenderNodeSummary[], more: Partial<Parameters<typeof farmText>[0]> = {}): string {
  const at = '2026-01-01T00:00:00.000Z';
  const url = 'http://10.0.0.5:3000';
  return farmText({ farm: 'lon-farm', at, nodes, jobs: [], url, columns: null, ascii: false, ...more });
}

describe('farmText', () => {
  test('says what to run when no node has reported', () => {
    expect(textOf([])).toMatch(
      /^lon-farm .* 0 nodes, 0 jobs\n\nNo node has reported yet\..*\n {2}sentry-agent --hub http:\/\/10\.0\.0\.5:3000 DIR\n$/s,
    );
  });

  test('shows nodes and jobs under their titles', () => {
    const lines = textOf([rendering('rn-1', 'shot 10'), NODE], { jobs: [JOB] }).split('\n');
    expect(lines[0]).toMatch(/^lon-farm {2}2026-01-01T00:00:00\.000Z {2}2 nodes \(1 rendering, 1 idle\), 1 job$/);
    expect(lines[2]).toMatch(/NODE +STATE +JOB +PROGRESS +% +FRAMES +ETA +CPU +GPU +TEMP +MEM +SEEN$/);
    expect(lines[3]).toMatch(/^● {2}rn-1 +render +shot 10 +█████····· +50% +5\/10 .* 0s$/);
    expect(lines[4]).toMatch(/^○ {2}rn-2 +idle +— /);
    expect(lines[6]).toMatch(/^JOB +STATE +PROGRESS +% +FRAMES +ETA +MISSING +NODES +OUTPUT +ID$/);
    expect(lines[7]).toMatch(
      /^shot 10 +running +█████····· +50% +5\/10 .* 6-10 +rn-1 +\/mnt\/renders\/shot\/beauty\/beauty\.####\.png /,
    );
  });

  test('calls an idle node done when its job is completed, as the dashboard does', () => {
    const done: RenderNodeSummary = { ...NODE, job: { ...JOB, state: 'completed', done: 10, percent: 100 } };
    expect(textOf([done]).split('\n')[3]).toMatch(/^✓ {2}rn-2 +done +shot 10 /);
    expect(textOf([done], { ascii: true }).split('\n')[3]).toMatch(/^v {2}rn-2 +done /);
  });

  test('says why nodes are in their state, between the tables', () => {
    const stalled = { ...rendering('rn-1', 'shot 10'), reason: 'no new frame for 12m (usual 1.8m)\u001b' };
    const lines = textOf([stalled, NODE], { jobs: [JOB] }).split('\n');
    expect(lines.slice(5, 9)).toEqual([
      '',
      'rn-1: no new frame for 12m (usual 1.8m)\\x1b',
      '',
      expect.stringMatching(/^JOB/),
    ]);
  });

  test('stays aligned and harmless whatever names hold', () => {
    const evil = '\x1b]52;c;eA==\x07\r\u202e寬é';
    const text = textOf([rendering(`rn-${evil}`, evil), rendering('寬'.repeat(200), 'plain'), NODE]);
    expect(text).not.toMatch(OBEYED);
    const [title = '', ...rows] = text.split('\n').slice(2, 6);
    const end = cellWidth(title);
    expect(rows.map((row) => cellWidth(row))).toEqual([end, end, end]);
    expect(text).toContain('\\x1b');
  });
});

describe('farmText on a narrow or simple terminal', () => {
  test('cuts its lines to the columns that there are', () => {
    const lines = textOf([rendering('rn-1', 'shot 10'), NODE], { jobs: [JOB], columns: 40 }).split('\n');
    expect(Math.max(...lines.map((line) => cellWidth(line)))).toBe(40);
  });

  test('keeps to ASCII when asked to', () => {
    const text = textOf([rendering('rn-1', 'shot 10'), NODE], { jobs: [JOB], ascii: true });
    expect(text).toMatch(/^[\x20-\x7e\n]+$/);
    expect(text).toContain('#####-----');
  });
});

describe('textTable', () => {
  test('cuts what is wider than its column may be', () => {
    const columns = [
      { title: 'A', align: 'left', widest: 4 },
      { title: 'B', align: 'right', widest: 9 },
    ] as const;
    expect(
      textTable(columns, [
        ['abcdef', '1'],
        ['寬寬寬', '10'],
      ]),
    ).toBe('A      B\nabc…   1\n寬…   10\n');
  });
});

test('farmText says late instead of a time when all that is left is overdue, until the job is done', () => {
  const text = (job: JobSummary) =>
    farmText({
      farm: 'lon',
      at: '2026-01-31T14:32:07Z',
      nodes: [{ ...NODE, state: 'rendering', job }],
      jobs: [job],
      url: 'http://hub:3000',
      columns: null,
      ascii: false,
    });
  expect(text({ ...JOB, late: true }).match(/\blate\b/g)).toHaveLength(2);
  expect(text({ ...JOB, late: true, state: 'completed' })).not.toMatch(/\blate\b/);
});
