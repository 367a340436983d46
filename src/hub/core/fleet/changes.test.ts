import { expect, test } from 'vitest';
import { createChangeLog, noteChange, patchOf, takeChanges, unlessSame } from './changes.ts';

const thing = { id: 'a', size: 1, tags: ['x'], job: { id: 'j', done: 1 } as { id: string; done: number } | null };

test('patchOf bears only the fields that changed', () => {
  expect(patchOf(thing, { ...thing, size: 2 })).toEqual({ id: 'a', size: 2 });
  expect(patchOf(thing, { ...thing, job: { id: 'j', done: 2 } })).toEqual({ id: 'a', job: { id: 'j', done: 2 } });
  expect(patchOf(thing, { ...thing, job: null })).toEqual({ id: 'a', job: null });
  expect(patchOf(thing, { ...thing, tags: ['x', 'y'] })).toEqual({ id: 'a', tags: ['x', 'y'] });
});

test('patchOf is null when all is equal by value, or only the ignored field differs', () => {
  expect(patchOf(thing, structuredClone(thing))).toBeNull();
  expect(patchOf(thing, { ...thing, size: 9 }, { ignored: 'size' })).toBeNull();
});

test('unlessSame keeps the identity when nothing changed', () => {
  expect(unlessSame(thing, structuredClone(thing))).toBe(thing);
  const changed = { ...thing, size: 3 };
  expect(unlessSame(thing, changed)).toBe(changed);
});

test('takeChanges tells what is new whole, what changed by fields, and what is gone by its id', () => {
  const log = createChangeLog<typeof thing>();
  noteChange(log, 'new', null);
  noteChange(log, 'a', thing);
  noteChange(log, 'a', { ...thing, size: 5 });
  noteChange(log, 'gone', { ...thing, id: 'gone' });
  noteChange(log, 'short-lived', null);
  const current = new Map([
    ['new', { ...thing, id: 'new' }],
    ['a', { ...thing, size: 7 }],
  ]);
  expect(takeChanges(log, (id) => current.get(id) ?? null)).toEqual({
    patches: [
      { ...thing, id: 'new' },
      { id: 'a', size: 7 },
    ],
    removed: ['gone'],
  });
  expect(takeChanges(log, (id) => current.get(id) ?? null)).toEqual({ patches: [], removed: [] });
});

test('takeChanges tells nothing of what changed to and fro', () => {
  const log = createChangeLog<typeof thing>();
  noteChange(log, 'a', thing);
  expect(takeChanges(log, () => structuredClone(thing)).patches).toEqual([]);
});
