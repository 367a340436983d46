import { describe, expect, it } from 'vitest';
import { catchStrayOutput } from './stray-output.ts';

describe('catchStrayOutput', () => {
  it('catches writes of any kind, calls back, and lets the stream go again', async () => {
    const written: unknown[] = [];
    const stream = { write: (chunk: unknown) => written.push(chunk) > 0 };
    const release = catchStrayOutput([stream]);
    await new Promise<void>((done) => (stream.write as (text: string, done: () => void) => void)('one ', done));
    stream.write(Buffer.from('two'));
    expect(release()).toBe('one two');
    expect(release()).toBe('');
    stream.write('three');
    expect(written).toEqual(['three']);
  });

  it('keeps the end when very much was written', () => {
    const stream = { write: (_: unknown) => true };
    const release = catchStrayOutput([stream]);
    for (let i = 0; i < 2000; i++) stream.write(`line ${i} of many\n`);
    const text = release();
    expect(text.length).toBe(16_384);
    expect(text).toContain('line 1999');
  });
});
