import { expect, test } from 'vitest';
import { VERSION } from '../../../shared/version.ts';
import { at, iso, rendering } from '../../testing/made-up-fleet.ts';
import { idleHardware } from '../../testing/made-up-report.ts';
import { nodesNamed, type WatchedFarm, watchedFarm, wellNode } from '../../testing/watched-farm.ts';

const CALM = { agentVersion: VERSION, hardware: idleHardware() };

test('an alert watch tells of a node that is gone with its job, and nothing of the job beside it', () => {
  const farm = watchedFarm();
  farm.run(0, 60, (second) => (second % 30 === 0 ? [rendering('rn-1', second / 30 + 1, CALM)] : []));
  farm.run(61, 700);
  expect(farm.fleet.jobs(at(700))).toMatchObject([{ state: 'stalled', reason: 'its node rn-1 is offline' }]);
  expect(farm.said()).toEqual([expect.stringMatching(/^node-offline crit raised: offline, was rendering \S+/)]);
  expect(farm.book.list()).toMatchObject([{ node: 'rn-1', jobTitle: expect.any(String), job: expect.any(String) }]);
  expect(farm.book.list()[0]?.details).toContain('Last heartbeat 2026-01-01T12:01:00.000Z');
});

test('an alert watch closes what it said of a job that had stalled before its node was gone', () => {
  const farm = watchedFarm();
  farm.run(0, 700, (second) => (second % 5 === 0 ? [rendering('rn-1', 3, { ...CALM, timestamp: iso(second) })] : []));
  expect(farm.said()).toEqual([expect.stringMatching(/^job-stalled warn raised/)]);
  farm.run(701, 800);
  expect(farm.said()).toEqual([
    expect.stringMatching(/^node-offline crit raised: offline, was rendering/),
    expect.stringMatching(/^job-stalled warn cleared: no new frame for .*; its node is offline$/),
  ]);
});

test('an alert watch raises nothing for what a hub missed that stood still', () => {
  const farm = watchedFarm();
  farm.hears(
    0,
    60,
    nodesNamed(50, (id) => wellNode(id)),
  );
  farm.fleet.excuse(600_000, at(660));
  farm.watch.excuse(at(660));
  farm.run(660, 664);
  expect(farm.fleet.summary(at(664))).toMatchObject({ offline: 0, stale: 0 });
  farm.hears(
    665,
    800,
    nodesNamed(49, (id) => wellNode(id)),
  );
  expect(farm.said()).toEqual(['node-offline crit raised: offline']);
});

/** Nodes of two racks of ten and of none; `gone` fall silent at second 100, one after the other. */
function racks(gone: readonly number[], last = 200): WatchedFarm {
  const farm = watchedFarm();
  const rack = (number: number) => (number <= 10 ? ['gpu', 'rack-4'] : number <= 20 ? ['gpu', 'rack-5'] : []);
  const nodes = nodesNamed(60, (id, number) => wellNode(id, { tags: rack(number) }));
  farm.run(0, last, (second) =>
    nodes.filter((_, index) => second % 5 === index % 5 && (second < 100 || !gone.includes(index + 1))),
  );
  return farm;
}

const upTo = (count: number, from = 1) => Array.from({ length: count }, (_, index) => from + index);
const whole = ({ book }: WatchedFarm) => book.list().flatMap(({ node, message }) => (node === null ? message : []));
const parts = ({ book }: WatchedFarm) => book.list().filter(({ partOf }) => partOf !== undefined && partOf !== null);

test.each<[string, readonly number[], readonly string[], number]>([
  ['one node', [3], [], 0],
  ['four nodes of a rack', upTo(4), [], 0],
  ['five nodes of no tag', upTo(5, 30), [], 0],
  ['a rack', upTo(10), ['10 nodes offline, all of rack-4'], 10],
  ['half of a rack', upTo(5), ['5 nodes offline'], 5],
  ['two racks', upTo(20), ['20 nodes offline, all of gpu, rack-4, rack-5'], 20],
  ['a quarter of the farm', upTo(15, 40), ['15 nodes offline'], 15],
  ['the farm', upTo(60), ['60 nodes offline, the whole farm'], 60],
])('an alert watch, when %s falls silent', (_, gone, said, count) => {
  const farm = racks(gone);
  expect(whole(farm)).toEqual(said);
  expect(parts(farm)).toHaveLength(count);
  expect(farm.book.counts.open).toBe(gone.length + said.length);
});

test('an alert watch tells that an outage is over, and of those that did not come back by themselves', () => {
  const farm = racks(upTo(10));
  expect(farm.book.openOf('outage:rack-4')).not.toBeNull();
  const back = nodesNamed(58, (id, number) => wellNode(id, { tags: number <= 10 ? ['rack-4'] : [] }));
  farm.hears(201, 260, back);
  expect(farm.book.openOf('outage:rack-4')).toBeNull();
});

test('an alert watch takes nodes that were stopped, or died one by one, for no outage', () => {
  const stopped = watchedFarm();
  stopped.hears(
    0,
    20,
    nodesNamed(20, (id) => wellNode(id)),
  );
  stopped.run(21, 120, (second) => (second === 21 ? nodesNamed(20, (id) => wellNode(id, { leaving: true })) : []));
  expect(whole(stopped)).toEqual([]);
  const slow = watchedFarm();
  slow.run(0, 3_000, (second) =>
    second % 5 === 0 ? nodesNamed(20, (id) => wellNode(id)).filter((_, index) => second < index * 120) : [],
  );
  expect(whole(slow)).toEqual([]);
});
