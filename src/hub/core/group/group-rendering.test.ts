import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  endedNode,
  madeUpBlender,
  madeUpClaim,
  madeUpMember,
  madeUpSighting,
  madeUpWork,
  OWNED,
} from '../../testing/made-up-crew.ts';
import { at } from '../../testing/made-up-fleet.ts';
import type { CrewMember } from './crew.ts';
import type { CrewSighting, FrameWork } from './group-input.ts';
import { groupRendering, sharesOf } from './group-rendering.ts';

interface Case {
  readonly now: number;
  readonly crew: readonly CrewSighting[];
  readonly works: readonly FrameWork[];
  readonly slowest: number | null;
}

function groupOf({ now, crew, works, slowest }: Case) {
  return groupRendering({ now: at(now), crew, done: new Map(), works, slowestSeconds: slowest });
}

const CREW = [
  madeUpSighting(madeUpMember('rn-1', { renderers: [madeUpBlender(0)] }), [
    madeUpClaim(5, 100, { evidence: 'descriptor' }),
    madeUpClaim(6, 110),
    madeUpClaim(7, 120, { evidence: 'order' }),
  ]),
  madeUpSighting(madeUpMember('rn-2', { renderers: [] }), [
    madeUpClaim(5, 100, { evidence: 'order' }),
    madeUpClaim(7, 120, { evidence: 'order' }),
  ]),
  madeUpSighting(madeUpMember('rn-3'), []),
];

test('groupRendering names the owner of a claim by the surest evidence, and nobody by the order when it fits two', () => {
  const { inHand, isSettled } = groupOf({ now: 125, crew: CREW, works: [], slowest: 30 });
  expect(inHand.map(({ frame, node, evidence }) => [frame, node, evidence])).toEqual([
    [5, 'rn-1', 'descriptor'],
    [6, null, null],
    [7, null, null],
  ]);
  expect(isSettled).toBe(false);
});

test('groupRendering counts a node as live when its renderer runs, or it has lately finished a frame and tells of none', () => {
  const live = (works: readonly FrameWork[]) => groupOf({ now: 200, crew: CREW, works, slowest: 30 }).liveNodes;
  expect(live([])).toEqual(['rn-1']);
  expect(live([madeUpWork(1, 'rn-2', 190), madeUpWork(2, 'rn-3', 190)])).toEqual(['rn-1', 'rn-3']);
  expect(live([madeUpWork(2, 'rn-3', 109)])).toEqual(['rn-1']);
});

test('groupRendering counts a live node as busy while it was so lately and is heard', () => {
  const busy = (fields: Partial<CrewMember>) => {
    const member = madeUpMember('rn-1', { renderers: [madeUpBlender(0)], ...fields });
    return groupOf({ now: 200, crew: [madeUpSighting(member)], works: [], slowest: 30 }).busyNodes;
  };
  expect(busy({ lastBusy: at(180).monotonic })).toEqual(['rn-1']);
  expect(busy({ lastBusy: at(169).monotonic })).toEqual([]);
  expect(busy({ lastBusy: null })).toEqual([]);
  expect(busy({ lastBusy: at(200).monotonic, liveness: 'stale' })).toEqual([]);
  expect(busy({ lastBusy: at(200).monotonic, renderers: [] })).toEqual([]);
});

test('sharesOf tells what each node has done, how fast, and what it has in hand', () => {
  const works = [
    madeUpWork(1, 'rn-1', 40, { seconds: 20 }),
    madeUpWork(2, 'rn-1', 70, { seconds: 30 }),
    madeUpWork(2, 'rn-10', 75, { seconds: null }),
    madeUpWork(3, null, 75),
  ];
  const group = groupOf({ now: 125, crew: CREW, works, slowest: 30 });
  expect(sharesOf(group, works, new Map([['rn-1', 0.9]]))).toEqual([
    { node: 'rn-1', frames: 2, secondsPerFrame: 25, factor: 0.9, rendering: true, frame: 5 },
    { node: 'rn-10', frames: 1, secondsPerFrame: null, factor: null, rendering: false, frame: null },
  ]);
});

test('groupRendering keeps what is done out of the orphans and of what is in hand', () => {
  const crew = [endedNode('rn-2', 180, [OWNED])];
  const input = { now: at(300), crew, works: [], slowestSeconds: 30 };
  expect(groupRendering({ ...input, done: new Map([['', [[17, 17]]]]) })).toMatchObject({ orphans: [], inHand: [] });
  expect(groupRendering({ ...input, done: new Map([['', [[18, 18]]]]) }).orphans).toHaveLength(1);
});

/** Crews of all kinds around some claims, with what they may have finished. */
const crews = fc.record({
  now: fc.integer({ min: 100, max: 4_000 }),
  slowest: fc.option(fc.integer({ min: 1, max: 900 })),
  members: fc.uniqueArray(
    fc.record({
      id: fc.constantFrom('rn-1', 'rn-2', 'rn-3', 'rn-4'),
      liveness: fc.constantFrom('online', 'stale', 'offline'),
      isLeaving: fc.boolean(),
      cpuPercent: fc.constantFrom(null, 1, 90),
      renderers: fc.option(
        fc.array(
          fc.record({
            started: fc.integer({ min: 0, max: 900 }),
            ran: fc.option(fc.integer({ min: 1, max: 900 })),
            isOnJob: fc.constantFrom(true, true, false, null),
            cpuPercent: fc.constantFrom(null, 1, 100),
          }),
          { maxLength: 3 },
        ),
      ),
      claims: fc.uniqueArray(
        fc.record({
          frame: fc.integer({ min: 1, max: 5 }),
          since: fc.integer({ min: 0, max: 900 }),
          isCut: fc.boolean(),
          evidence: fc.constantFrom(null, null, 'log', 'descriptor', 'bytes', 'order'),
        }),
        { maxLength: 4, selector: (claim) => claim.frame },
      ),
    }),
    { minLength: 1, maxLength: 4, selector: (member) => member.id },
  ),
  works: fc.array(
    fc.record({
      frame: fc.integer({ min: 6, max: 9 }),
      node: fc.constantFrom(null, 'rn-1', 'rn-2', 'rn-3'),
      finished: fc.integer({ min: 0, max: 2_000 }),
      seconds: fc.option(fc.integer({ min: 1, max: 600 })),
    }),
    { maxLength: 6 },
  ),
});

type Drawn = typeof crews extends fc.Arbitrary<infer T> ? T : never;

function caseOf({ now, slowest, members, works }: Drawn): Case {
  return {
    now,
    slowest,
    crew: members
      .toSorted((a, b) => (a.id < b.id ? -1 : 1))
      .map(({ renderers, claims, ...member }) =>
        madeUpSighting(
          madeUpMember(member.id, {
            ...(member as Partial<ReturnType<typeof madeUpMember>>),
            heard: at(now - 70),
            renderers:
              renderers?.map(({ started, ran, isOnJob, cpuPercent }) =>
                madeUpBlender(started, ran === null ? null : started + ran, { isOnJob, cpuPercent }),
              ) ?? null,
          }),
          claims.map(({ frame, since, isCut, evidence }) =>
            madeUpClaim(frame, since, { kind: isCut ? 'cut' : 'claim', evidence: evidence as 'log' | null }),
          ),
        ),
      ),
    works: works.map(({ frame, node, finished, seconds }) => madeUpWork(frame, node, finished, { seconds })),
  };
}

test('groupRendering tells the same whatever the order of what it is told', () => {
  fc.assert(
    fc.property(crews, (drawn) => {
      const given = caseOf(drawn);
      const crew = given.crew.map((one) => ({ ...one, claims: one.claims.toReversed() }));
      expect(groupOf({ ...given, crew, works: given.works.toReversed() })).toEqual(groupOf(given));
    }),
    { numRuns: 500 },
  );
});

test('groupRendering calls no claim an orphan while a busy one that tells nothing may have it', () => {
  fc.assert(
    fc.property(crews, fc.boolean(), (drawn, isMute) => {
      const given = caseOf(drawn);
      // Busy since before all claims, and nobody knows with what.
      const renderers = isMute ? null : [madeUpBlender(-100, null, { isOnJob: null, cpuPercent: 100 })];
      const unknown = madeUpSighting(madeUpMember('rn-9', { renderers }));
      // A single claim of nobody: another that came after all ends might be what the unknown one has in hand.
      const [known] = given.crew.map((one) => ({
        ...one,
        claims: one.claims.slice(0, 1).map((claim) => ({ ...claim, evidence: null, kind: 'claim' as const })),
      }));
      const works = given.works.filter((work) => work.node !== null);
      const group = groupOf({ ...given, works, crew: known ? [known, unknown] : [unknown] });
      expect(group.orphans).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

test('groupRendering calls no claim an orphan while its owner has a renderer that has been running since before', () => {
  fc.assert(
    fc.property(crews, fc.integer({ min: 0, max: 900 }), (drawn, since) => {
      const given = caseOf(drawn);
      const owner = madeUpMember('rn-9', { renderers: [madeUpBlender(-100)] });
      const own = madeUpSighting(owner, [madeUpClaim(40, since, { evidence: 'log' })]);
      const { orphans } = groupOf({ ...given, crew: [...given.crew, own] });
      expect(orphans.filter((orphan) => orphan.frame === 40)).toEqual([]);
    }),
    { numRuns: 500 },
  );
});
