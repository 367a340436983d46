import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evidenceOf, type FrameSight, type RendererSpan } from './claims.ts';

const RUNNING: readonly RendererSpan[] = [{ startedAt: -100_000, endedAt: null }];
const FRAME_BYTES = 50_000;

function sight(name: string, more: Partial<FrameSight> = {}): FrameSight {
  return {
    name,
    appearedAt: 0,
    claimedMs: null,
    finishedMs: null,
    sizeBytes: 0,
    known: null,
    isHeld: false,
    account: null,
    ...more,
  };
}

/** A file that grew between two counts of the renderer's bytes. */
function written(name: string, [from, to]: [number, number], [bytesBefore, bytesAfter]: [number, number]): FrameSight {
  return sight(name, { sizeBytes: FRAME_BYTES, account: { pid: 1, from, to, bytesBefore, bytesAfter } });
}

function told(sights: readonly FrameSight[], renderers = RUNNING): Record<string, string> {
  return Object.fromEntries(evidenceOf(sights, renderers));
}

describe('evidenceOf', () => {
  it('is the log, then the open file', () => {
    const sights = [sight('a', { known: 'log', isHeld: true }), sight('b', { isHeld: true }), sight('c')];
    expect(told(sights)).toEqual({ a: 'log', b: 'descriptor' });
  });

  it.each([
    ['it wrote as much as the file grew', [written('a', [0, 1000], [100, 50_400])], { a: 'bytes' }],
    ['it wrote less', [written('a', [0, 1000], [100, 49_000])], {}],
    ['it wrote so much more that nobody can tell', [written('a', [0, 1000], [0, 900_000])], {}],
    [
      'it wrote both of two that grew at once',
      [written('a', [0, 1000], [0, 100_200]), written('b', [500, 1500], [0, 100_200])],
      { a: 'bytes', b: 'bytes' },
    ],
    [
      'it wrote one of two that grew at once, and nobody can tell which',
      [written('a', [0, 1000], [0, 50_200]), written('b', [0, 1000], [0, 50_200])],
      {},
    ],
    [
      'one of two that grew at once is not its own, so the other is',
      [written('a', [0, 1000], [0, 50_200]), written('b', [700, 1700], [50_100, 50_200])],
      { a: 'bytes' },
    ],
  ])('tells bytes when %s', (_, sights, expected) => {
    expect(told(sights)).toEqual(expected);
  });

  it('does not take a file for written when it is smaller than what logs amount to', () => {
    const account = { pid: 1, from: 0, to: 1000, bytesBefore: 0, bytesAfter: 3000 };
    expect(told([sight('a', { sizeBytes: 2000, account })])).toEqual({});
  });

  const ownFinish = sight('own', { known: 'bytes', finishedMs: 1000 });
  it.each<[string, readonly FrameSight[], Record<string, string>]>([
    ['just after an own finish', [ownFinish, sight('next', { claimedMs: 1005 })], { own: 'bytes', next: 'order' }],
    ['long after it', [ownFinish, sight('next', { claimedMs: 2600 })], { own: 'bytes' }],
    ['before it', [ownFinish, sight('next', { claimedMs: 900 })], { own: 'bytes' }],
    ["just after another's finish", [sight('other', { finishedMs: 1000 }), sight('next', { claimedMs: 1005 })], {}],
    [
      'when another finished nearly as late',
      [ownFinish, sight('other', { finishedMs: 950 }), sight('next', { claimedMs: 1005 })],
      { own: 'bytes' },
    ],
    [
      'and another claim that follows as closely',
      [ownFinish, sight('next', { claimedMs: 1005 }), sight('rival', { claimedMs: 1050 })],
      { own: 'bytes' },
    ],
    [
      'and another claim that follows far behind',
      [ownFinish, sight('next', { claimedMs: 1005 }), sight('later', { claimedMs: 1400 })],
      { own: 'bytes', next: 'order' },
    ],
    [
      'and its own finish in turn',
      [ownFinish, sight('next', { claimedMs: 1005, finishedMs: 3000 }), sight('third', { claimedMs: 3002 })],
      { own: 'bytes', next: 'order', third: 'order' },
    ],
    [
      'although the renderer wrote too little for it',
      [
        ownFinish,
        { ...written('next', [0, 1000], [0, 10]), claimedMs: 1005, finishedMs: 3000 },
        sight('third', { claimedMs: 3002 }),
      ],
      { own: 'bytes' },
    ],
  ])('tells order of a claim %s', (_, sights, expected) => {
    expect(told(sights)).toEqual(expected);
  });

  describe('after a start', () => {
    const started: readonly RendererSpan[] = [{ startedAt: 0, endedAt: null }];
    const first = sight('first', { claimedMs: 70_000, appearedAt: 800 });

    it('tells order of the only claim that comes soon', () => {
      expect(told([first], started)).toEqual({ first: 'order' });
      expect(told([{ ...first, appearedAt: 1600 }], started)).toEqual({});
      expect(told([first], [{ startedAt: 0, endedAt: 500 }])).toEqual({});
    });

    it('tells nothing when another claim may be the first one, however late it comes', () => {
      expect(told([first, sight('second', { claimedMs: 79_000, appearedAt: 9800 })], started)).toEqual({});
    });

    it("tells nothing of a claim that another node's finish explains", () => {
      expect(told([first, sight('other', { finishedMs: 69_900 })], started)).toEqual({});
    });
  });

  it('tells the same whatever the order of what was seen', () => {
    const time = fc.integer({ min: 0, max: 3000 });
    const anySight = fc.record({
      appearedAt: time,
      claimedMs: fc.option(time),
      finishedMs: fc.option(time),
      sizeBytes: fc.integer({ min: 0, max: 40_000 }),
      known: fc.constantFrom(null, null, null, 'bytes' as const),
      isHeld: fc.boolean(),
      account: fc.option(
        fc.tuple(time, time, time, time).map(([at, length, bytes, grown]) => ({
          pid: 1,
          from: at,
          to: at + length,
          bytesBefore: bytes,
          bytesAfter: bytes + grown * 30,
        })),
      ),
    });
    fc.assert(
      fc.property(fc.array(anySight, { maxLength: 8 }), fc.infiniteStream(fc.nat()), (made, keys) => {
        const sights = made.map((one, at) => ({ ...one, name: `f${at}` }));
        const shuffled = sights
          .map((one) => ({ one, key: keys.next().value ?? 0 }))
          .sort((a, b) => a.key - b.key)
          .map(({ one }) => one);
        expect(told(shuffled)).toEqual(told(sights));
      }),
    );
  });
});
