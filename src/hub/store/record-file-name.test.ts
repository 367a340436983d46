import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isRecordFileName, isTemporaryName, recordFileName, temporaryName } from './record-file-name.ts';

test.each([
  ['rn-01', 'rn-01.json'],
  ['node.studio.example', 'node.studio.example.json'],
  ['RN-01', '+rn-01.json'],
  ['RnX', '+r+n+x.json'],
  ['DESKTOP-4KJ2', '+desktop-4kj2.json'],
  ['a/b', 'a%2fb.json'],
  ['..', '%2e..json'],
  ['../../etc/passwd', '%2e.%2f..%2fetc%2fpasswd.json'],
  ['.hidden', '%2ehidden.json'],
  ['con', '%63on.json'],
  ['con.studio', '%63on.studio.json'],
  ['com7', '%63om7.json'],
  ['console', 'console.json'],
  ['a b', 'a%20b.json'],
  ['100%', '100%25.json'],
  ['+a', '%2ba.json'],
  ['å', '%c3%a5.json'],
  ['\u001b]52;c', '%1b%5d52%3bc.json'],
])('recordFileName of %j is %s', (id, name) => {
  expect(recordFileName(id)).toBe(name);
});

test('recordFileName tells long ids apart when they differ at their end only', () => {
  const [a, b] = [`${'x'.repeat(254)}a`, `${'x'.repeat(254)}b`].map(recordFileName);
  expect(a).not.toBe(b);
  expect(a?.length).toBeLessThanOrEqual(115);
});

/** The encoding backwards: that this can be written is what makes it one to one. */
function nodeIdOf(fileName: string): string {
  const bytes: number[] = [];
  let upper = false;
  for (const token of fileName.slice(0, -'.json'.length).match(/%..|./g) ?? []) {
    if (token === '+') upper = !upper;
    else if (token.startsWith('%')) bytes.push(Number.parseInt(token.slice(1), 16));
    else bytes.push((upper ? token.toUpperCase() : token).charCodeAt(0));
  }
  return Buffer.from(bytes).toString('utf8');
}

const id = fc.oneof(
  fc.string({ minLength: 1, maxLength: 3, unit: 'grapheme' }),
  fc.string({ minLength: 1, maxLength: 8, unit: fc.constantFrom('a', 'A', '.', '+', '%', '~', '1', 'c', 'o', 'n') }),
);

test('recordFileName can be read back, so that two nodes never share a file', () => {
  fc.assert(
    fc.property(id, (nodeId) => {
      expect(nodeIdOf(recordFileName(nodeId))).toBe(nodeId);
    }),
  );
});

test('recordFileName is a harmless name on every system, whatever the id', () => {
  fc.assert(
    fc.property(fc.oneof(id, fc.string({ minLength: 1, maxLength: 255, unit: 'grapheme' })), (nodeId) => {
      const name = recordFileName(nodeId);
      expect(name).toMatch(/^[a-z0-9_+%-][a-z0-9._+%~-]*\.json$/);
      expect(name).not.toMatch(/^(?:con|prn|aux|nul|com\d|lpt\d)\./);
      expect(name.length).toBeLessThanOrEqual(115);
      expect(isRecordFileName(name)).toBe(true);
      expect(isTemporaryName(temporaryName(name))).toBe(true);
      expect(isRecordFileName(temporaryName(name))).toBe(false);
    }),
  );
});
