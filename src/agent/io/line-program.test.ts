import { describe, expect, test, vi } from 'vitest';
import { type ProgramEnd, startProgram } from './line-program.ts';

function start(script: string) {
  const lines: string[] = [];
  let end: ProgramEnd | null = null;
  const stop = startProgram(process.execPath, ['-e', script], {
    line: (text) => lines.push(text),
    ended: (how) => {
      end = how;
    },
  });
  return { lines, stop, end: () => end };
}

describe('startProgram', () => {
  test('gives lines whole, of both outputs, the last without an end too', async () => {
    const program = start(
      'process.stdout.write("a\\r\\nb"); process.stderr.write("oops\\n"); setTimeout(() => process.stdout.write("c\\nd"), 50)',
    );
    await vi.waitFor(() => expect(program.end()).toEqual({ code: 0, signal: null, error: null }), 5_000);
    expect(program.lines.toSorted()).toEqual(['a', 'bc', 'd', 'oops']);
  });

  test('tells how it ended', async () => {
    const program = start('process.exit(9)');
    await vi.waitFor(() => expect(program.end()).toEqual({ code: 9, signal: null, error: null }), 5_000);
  });

  test('says why there is no such program', async () => {
    let end: ProgramEnd | null = null;
    startProgram('/nowhere/nvidia-smi', [], { line: () => {}, ended: (how) => (end = how) });
    await vi.waitFor(() => expect(end?.error).toMatch(/ENOENT/));
  });

  test('ends one that does not heed by force', async () => {
    const program = start('process.on("SIGTERM", () => {}); console.log("ready"); setInterval(() => {}, 1000)');
    await vi.waitFor(() => expect(program.lines).toEqual(['ready']), 5_000);
    program.stop();
    await vi.waitFor(() => expect(program.end()).toMatchObject({ signal: 'SIGKILL' }), 5_000);
  });
});
