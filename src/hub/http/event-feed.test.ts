import { Writable } from 'node:stream';
import { beforeEach, describe, expect, test } from 'vitest';
import { momentOf } from '../../shared/clock.ts';
import { ManualClock } from '../../shared/manual-clock.ts';
import { createAlertBook } from '../core/alerts/alert-book.ts';
import { createFleet, type Fleet } from '../core/fleet/fleet.ts';
import { createEventFeed, type EventFeed } from './event-feed.ts';
import { createFleetJson } from './fleet-json.ts';

/** A reader that takes everything, or, when it is stuck, nothing. */
class FakeReader extends Writable {
  text = '';
  stuck = false;
  #release: (() => void) | null = null;

  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    this.text += chunk.toString('utf8');
    if (this.stuck) this.#release = done;
    else done();
  }

  get events(): string[] {
    return [...this.text.matchAll(/^event: (\w+)$/gm)].map((match) => match[1] ?? '');
  }

  /** Takes what it was handed, and is stuck at the next. */
  takeOne(): void {
    this.#release?.();
  }

  release(): void {
    this.stuck = false;
    this.#release?.();
  }
}

let clock: ManualClock;
let fleet: Fleet;
let feed: EventFeed;

beforeEach(() => {
  clock = new ManualClock();
  fleet = createFleet({
    farm: 'farm',
    maxNodes: 100,
    staleIntervals: 3,
    offlineAfterSeconds: 60,
    defaultIntervalSeconds: 5,
    stallAfterSeconds: 300,
  });
  feed = createEventFeed(
    { window: 250, leadingDelay: 20, heartbeat: 10_000, mostStreams: 64, epoch: 'e' },
    { fleet, alerts: createAlertBook(), json: createFleetJson(fleet, 'farm', clock), clock },
  );
});

function report(hostname: string, os = 'linux'): void {
  fleet.applyReport({ hostname, os }, momentOf(clock));
  feed.changed();
}

function connected(lastEventId?: string): FakeReader {
  const reader = new FakeReader();
  feed.open(reader, lastEventId);
  return reader;
}

describe('the feed', () => {
  test('sends the first change soon and those after it once a window', () => {
    const reader = connected();
    clock.advance(1_000);
    report('rn-1');
    clock.advance(20);
    expect(reader.events).toEqual(['snapshot', 'change']);
    for (let i = 0; i < 24; i++) {
      report(`rn-${i % 5}`, `linux ${i}`);
      clock.advance(10);
    }
    expect(reader.events).toEqual(['snapshot', 'change']);
    clock.advance(10);
    expect(reader.events).toEqual(['snapshot', 'change', 'change']);
  });

  test('says nothing when nothing changed, but gives a sign of life each 10 s', () => {
    const reader = connected();
    feed.changed();
    clock.advance(30_000);
    expect(reader.events).toEqual(['snapshot']);
    expect(reader.text.match(/^: ping$/gm)).toHaveLength(3);
  });

  test('gives what came while nobody read as one event to whoever comes back', () => {
    const reader = connected();
    report('rn-1');
    clock.advance(1_000);
    reader.destroy();
    return new Promise<void>((done) => setImmediate(done)).then(() => {
      for (let i = 0; i < 10; i++) {
        report(`rn-${i}`, `linux ${i}`);
        clock.advance(1_000);
      }
      const back = connected('e-1');
      expect(back.events).toEqual(['change']);
      expect(back.text.match(/"id":"rn-\d"/g)).toHaveLength(10);
    });
  });

  test('gives readers that come at once the same snapshot, and the events since then', () => {
    connected();
    report('rn-1');
    const later = connected();
    expect(later.events).toEqual(['snapshot', 'change']);
    expect(later.text).toContain('"id":"rn-1"');
    clock.advance(250);
    const last = connected();
    expect(last.events).toEqual(['snapshot']);
    expect(last.text).toContain('id: e-1\n');
    expect(last.text).toContain('"id":"rn-1"');
  });

  test('gives a snapshot to one who missed more than is kept', () => {
    connected();
    for (let i = 0; i < 1_002; i++) {
      report('rn-1', `linux ${i}`);
      clock.advance(250);
    }
    expect(connected('e-1').events).toEqual(['snapshot']);
    expect(connected('e-2').events.slice(0, 2)).toEqual(['change', 'change']);
    expect(connected('e-1002').events).toEqual([]);
    expect(connected('e-1003').events).toEqual(['snapshot']);
  });

  test('drops a reader that leaves more than 1 MiB unread, and spares the others', () => {
    const [slow, quick] = [connected(), connected()];
    slow.stuck = true;
    let sent = 0;
    for (; !slow.destroyed && sent < 200; sent++) {
      report(`rn-${sent % 50}`, 'x'.repeat(500));
      fleet.applyReport({ hostname: `y${sent % 50}`, tags: tagsOf(sent) }, momentOf(clock));
      clock.advance(250);
    }
    expect(slow.destroyed).toBe(true);
    expect(slow.writableLength).toBeLessThan(2 * 1024 * 1024);
    expect(quick.destroyed).toBe(false);
    expect(quick.events.length).toBe(sent + 1);
  });

  test('drops a reader that takes nothing for 10 s, however little waits', () => {
    const reader = connected();
    reader.stuck = true;
    report('rn-1');
    clock.advance(250);
    fleet.applyReport({ hostname: 'rn-2', tags: tagsOf(1) }, momentOf(clock));
    feed.changed();
    clock.advance(21_000);
    expect(reader.destroyed).toBe(true);
  });

  test('keeps a reader that was slow and caught up', () => {
    const reader = connected();
    reader.stuck = true;
    report('rn-1');
    fleet.applyReport({ hostname: 'rn-2', tags: tagsOf(1) }, momentOf(clock));
    clock.advance(5_000);
    reader.release();
    return new Promise<void>((done) => setImmediate(done)).then(() => {
      clock.advance(30_000);
      expect(reader.destroyed).toBe(false);
    });
  });

  test('keeps a reader that takes a large snapshot slowly but steadily, and drops it once it stands still', async () => {
    for (let i = 0; i < 20; i++) fleet.applyReport({ hostname: `rn-${i}`, tags: tagsOf(i) }, momentOf(clock));
    const reader = new FakeReader();
    reader.stuck = true;
    feed.open(reader, undefined);
    for (let second = 0; second < 60; second += 5) {
      clock.advance(5_000);
      reader.takeOne();
      await new Promise((done) => setImmediate(done));
      expect(reader.destroyed).toBe(false);
    }
    expect(reader.text.length).toBeLessThan(300_000);
    clock.advance(21_000);
    expect(reader.destroyed).toBe(true);
  });

  test('ends all readers when it is stopped', async () => {
    const reader = connected();
    await feed.stop();
    expect(reader.writableEnded).toBe(true);
    report('rn-1');
    clock.advance(60_000);
    expect(reader.events).toEqual(['snapshot']);
  });
});

/** 64 tags of 250 characters, 16 KB: another set for each number. */
function tagsOf(number: number): string[] {
  return Array.from({ length: 64 }, (_, i) => `${number}-${i}-`.padEnd(250, 't'));
}
