import { describe, expect, it } from 'vitest';
import { isNotInstalled, ProgramFailure } from '../collectors/program-failure.ts';
import { runProgram } from './run-program.ts';

const patience = (): AbortSignal => AbortSignal.timeout(10_000);

async function failureOf(promise: Promise<string>): Promise<ProgramFailure> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof ProgramFailure) return error;
  throw new Error('it did not fail as programs do');
}

describe.skipIf(process.platform === 'win32')('runProgram', () => {
  it('gives what the program says, with no shell between', async () => {
    expect(await runProgram('printf', ['%s', '$(id); `id` > /dev/null'], patience())).toBe('$(id); `id` > /dev/null');
  });

  it('tells a program that is not installed', async () => {
    const error = await failureOf(runProgram('no-such-program-at-all', [], patience()));
    expect(isNotInstalled(error)).toBe(true);
    expect(error.message).toBe('no-such-program-at-all is not installed');
  });

  it('tells a file that may not be run', async () => {
    expect((await failureOf(runProgram('/etc/passwd', [], patience()))).code).toBe('EACCES');
  });

  it('tells the exit status, and what was said before', async () => {
    const error = await failureOf(runProgram('sh', ['-c', 'echo half; echo no such bus >&2; exit 4'], patience()));
    expect(error).toMatchObject({ code: 4, output: 'half\n' });
    expect(error.message).toBe('sh says: no such bus');
  });

  it('ends for good what does not answer in time', async () => {
    const over = new AbortController();
    const answer = failureOf(runProgram('sh', ['-c', 'trap "" TERM; while :; do :; done'], over.signal));
    over.abort();
    expect((await answer).message).toBe('sh did not answer in time');
  });

  it('does not start a program whose time is over', async () => {
    const error = await failureOf(runProgram('sh', ['-c', 'echo started'], AbortSignal.abort()));
    expect(error.output).toBe('');
  });

  it('does not wait for a child that keeps the output open when the program was ended', async () => {
    const over = new AbortController();
    const answer = failureOf(runProgram('sh', ['-c', 'sleep 3 & while :; do :; done'], over.signal));
    over.abort();
    await expect(answer).resolves.toMatchObject({ code: null });
  });

  it('does not wait for a child that keeps the output open after the program itself has ended', async () => {
    const over = new AbortController();
    const answer = failureOf(runProgram('sh', ['-c', 'sleep 300 & echo $!'], over.signal));
    setTimeout(() => over.abort(), 200);
    const { message, output } = await answer;
    process.kill(Number(output));
    expect(message).toBe('sh did not answer in time');
  });

  it('tells a program that the system refuses to start at once', async () => {
    await expect(runProgram('sh', ['\0'], patience())).rejects.toThrow(/could not be run: ERR_INVALID_ARG_VALUE/);
  });

  it('ends what says more than can be read', async () => {
    const error = await failureOf(runProgram('yes', [], patience()));
    expect(error.message).toBe('yes said more than 4 MiB');
    expect(error.output).toHaveLength(4 * 1024 * 1024);
  });

  it('leaves the processor to renders', async () => {
    const untilNice = 'until [ "$(nice)" = 19 ]; do :; done; nice';
    expect(await runProgram('sh', ['-c', untilNice], patience())).toBe('19\n');
  });
});
