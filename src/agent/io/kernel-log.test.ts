import { closeSync, openSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createKernelLog } from './kernel-log.ts';

function mayWriteKernelLog(): boolean {
  try {
    closeSync(openSync('/dev/kmsg', 'r+'));
    return true;
  } catch {
    return false;
  }
}

test('createKernelLog says that it may not read where it may not', () => {
  expect(createKernelLog('/nowhere/kmsg')()).toBeNull();
});

test('createKernelLog passes over what was logged before', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'kernel-log-'));
  try {
    const path = join(directory, 'kmsg');
    writeFileSync(path, '4,1,100,-;NVRM: Xid (PCI:0000:41:00): 79, old\n');
    const read = createKernelLog(path);
    expect(read()).toEqual([]);
    writeFileSync(path, '4,2,200,-;NVRM: Xid (PCI:0000:41:00): 31, new\n SUBSYSTEM=pci\n', { flag: 'a' });
    expect(read()).toEqual(['NVRM: Xid (PCI:0000:41:00): 31, new']);
    expect(read()).toEqual([]);
  } finally {
    await rm(directory, { recursive: true });
  }
});

test.skipIf(!mayWriteKernelLog())("createKernelLog reads the kernel's own log, a record at a time", () => {
  const read = createKernelLog();
  const mark = `mata-sentry test ${process.pid}`;
  writeFileSync('/dev/kmsg', `${mark} one\n`);
  writeFileSync('/dev/kmsg', `${mark} two\n`);
  expect(read()?.filter((line) => line.includes(mark))).toEqual([`${mark} one`, `${mark} two`]);
});
