import { type Availability, type ReadKernelText, WORKS } from './collector.ts';

/** Whether a file of the kernel's is there and may be read. */
export function kernelFile(read: ReadKernelText, path: string): Availability {
  try {
    read(path);
    return WORKS;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'EACCES' || code === 'EPERM') return { kind: 'barred', why: `${path} may not be read: run as root` };
    return { kind: 'absent', why: `this kernel has no ${path}` };
  }
}
