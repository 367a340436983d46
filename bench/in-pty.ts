import { type IPty, spawn } from '@lydell/node-pty';

/** A program in a pseudo-terminal of 120x40, with a secret that any sample hub takes. */
export function inPty(command: string, args: readonly string[], environment: Record<string, string>): IPty {
  const env = { ...process.env, SENTRY_SECRET: 'bench-secret-of-some-length', TERM: 'xterm-256color', ...environment };
  return spawn(command, [...args], { cols: 120, rows: 40, env });
}
