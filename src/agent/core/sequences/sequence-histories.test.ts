import { describe, expect, it } from 'vitest';
import { nameOf, SequenceIndex } from './sequence-index.ts';
import type { FrameFile } from './sequence-index-frames.ts';
import { createSequenceReporter } from './sequence-index-reports.ts';
import { DEFAULT_IGNORE } from './sequence-name.ts';

const HISTORIES = 10_000;
const FRAME = { share: 'nas:/r', directory: 'd', localPath: '/d', title: null, expected: null, expectedFrom: null };
const PREFIXES = [
  'a.',
  'a_v001.',
  'a_v002.',
  'shot010_v',
  'foo-',
  'foo',
  '2026-01-',
  's1_',
  '',
  'tex.1001.',
  'img_tile',
];
const NUMBERS = ['1', '01', '0000', '0001', '0002', '7', '007', '31', '709', '998', '1000', '50000000', '003'];
const SUFFIXES = [
  '.exr',
  '.exr',
  '.left.exr',
  '',
  '_v003.png',
  '.rec709.png',
  '_x0_y1.exr',
  '.exr.tmp',
  '.mp4',
  '.log',
];

/** A small generator of random numbers, the same for a seed on every machine: mulberry32. */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (((mixed ^ (mixed >>> 14)) >>> 0) % 0x7fffffff) % below;
  };
}

type Disk = Map<string, FrameFile>;

/** Changes the disk in one way: a file is made, grows, gets another name, or is deleted. Returns the names concerned. */
function changeDisk(disk: Disk, random: (below: number) => number): readonly string[] {
  const nameAt = (): string => [PREFIXES, NUMBERS, SUFFIXES].map((parts) => parts[random(parts.length)] ?? '').join('');
  const known = [...disk.keys()][random(Math.max(1, disk.size))];
  const state = (['placeholder', 'writing', 'done'] as const)[random(3)] ?? 'done';
  const file: FrameFile = { state, sizeBytes: state === 'placeholder' ? 0 : 1 + random(1000), mtimeMs: random(100) };
  switch (known === undefined ? 0 : random(5)) {
    case 1: {
      const name = nameAt();
      disk.set(name, disk.get(known ?? '') ?? file);
      disk.delete(known ?? '');
      return [known ?? '', name];
    }
    case 2:
      disk.delete(known ?? '');
      return [known ?? ''];
    case 3:
      disk.set(known ?? '', file);
      return [known ?? ''];
    default: {
      const name = nameAt();
      disk.set(name, file);
      return [name];
    }
  }
}

/** Tells the index of the names as the watcher does, one by one. */
function observe(index: SequenceIndex, disk: Disk, names: Iterable<string>): void {
  for (const name of names) {
    const place = index.place(name);
    const file = disk.get(name);
    if (!place) continue;
    if (file) index.set(place, file, null);
    else index.remove(place, 0);
  }
}

/** A reading of all the disk, as at a start and for what was missed between. */
function scan(index: SequenceIndex, disk: Disk): void {
  index.beginReading();
  for (const name of disk.keys()) index.see(name, true);
  for (const place of index.unseen()) observe(index, disk, [nameOf(place)]);
  observe(index, disk, disk.keys());
}

function shown(index: SequenceIndex): string {
  const reports = createSequenceReporter(FRAME)(index.groups()).map((report) => ({ ...report, changedAt: null }));
  return JSON.stringify(reports.sort((a, b) => (a.pattern < b.pattern ? -1 : Number(a.pattern > b.pattern))));
}

function shuffled(disk: Disk, random: (below: number) => number): Disk {
  const keyed = [...disk].map((entry) => ({ entry, key: random(1_000_000) }));
  return new Map(keyed.sort((a, b) => a.key - b.key).map(({ entry }) => entry));
}

describe('SequenceIndex', () => {
  it(`tells the same by single observations as by a scan of what is there when ${HISTORIES} histories are random`, () => {
    const differing: number[] = [];
    let sequences = 0;
    for (let seed = 1; seed <= HISTORIES; seed++) {
      const random = randomOf(seed);
      const disk: Disk = new Map();
      const followed = new SequenceIndex(DEFAULT_IGNORE);
      // One in a few misses most of what happens, and reads it all in the end.
      const repaired = seed % 4 === 0 ? new SequenceIndex(DEFAULT_IGNORE) : null;
      for (let step = random(14); step >= 0; step--) {
        const names = changeDisk(disk, random);
        observe(followed, disk, names);
        if (repaired && random(3) === 0) observe(repaired, disk, names);
        if (random(4) === 0) followed.groups();
        if (random(8) === 0) repaired?.groups();
      }
      if (repaired) scan(repaired, disk);
      const scanned = new SequenceIndex(DEFAULT_IGNORE);
      scan(scanned, shuffled(disk, random));
      const expected = shown(scanned);
      if (shown(followed) !== expected || (repaired && shown(repaired) !== expected)) differing.push(seed);
      if (followed.files !== scanned.files) differing.push(seed);
      sequences += scanned.groups().length;
    }
    expect(differing).toEqual([]);
    // That the histories left something to compare.
    expect(sequences).toBeGreaterThan(HISTORIES);
  }, 60_000);
});
