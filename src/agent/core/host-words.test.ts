import { describe, expect, test } from 'vitest';
import { gpuText, osText, readOsRelease } from './host-words.ts';

describe('readOsRelease', () => {
  test.each([
    [
      'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nNAME="Debian GNU/Linux"\nVERSION_ID="12"\n',
      'Debian GNU/Linux 12 x86_64',
    ],
    ['NAME=Fedora\nVERSION_ID=41\n', 'Fedora 41 x86_64'],
    ["NAME='Rocky Linux'\r\nVERSION_ID='9.4'\r\n", 'Rocky Linux 9.4 x86_64'],
    ['NAME="Arch Linux"\n# rolling\n', 'Arch Linux x86_64'],
    ['', 'Linux x86_64'],
  ])('reads %j', (text, expected) => {
    expect(osText({ ...readOsRelease(text), architecture: 'x86_64' })).toBe(expected);
  });
});

test('osText leaves out what is not known', () => {
  expect(osText({ name: '', version: '', architecture: '' })).toBe('unknown');
  expect(osText({ name: 'macOS', version: '15.6.1', architecture: 'arm64' })).toBe('macOS 15.6.1 arm64');
});

describe('gpuText', () => {
  const gpu = (name: string) => ({
    name,
    busId: null,
    percent: null,
    memoryUsedBytes: null,
    memoryTotalBytes: null,
    celsius: null,
    limitCelsius: null,
    powerWatts: null,
    fanPercent: null,
  });
  test.each([
    ['nobody has answered', null, 'unknown'],
    ['there is none', [], 'none'],
    ['there is one', [gpu('A')], 'A'],
    ['there are several', [gpu('A'), gpu('B'), gpu('A')], '2x A, B'],
  ])('says it when %s', (_, gpus, text) => {
    expect(gpuText(gpus)).toBe(text);
  });
});
