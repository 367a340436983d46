import { displaySafe } from './display-safe.ts';

/** Values that stand behind a log line as `key=value`. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

/** Lines for the one who reads what a program did; secrets never go in. */
export interface Log {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

/** `2026-01-31T23:59:59.000Z warn  hub: message key=value`, harmless for a terminal whatever the values hold. */
export function createLog(program: string, write: (line: string) => void, now: () => number): Log {
  const line =
    (level: string) =>
    (message: string, fields: LogFields = {}) => {
      const time = new Date(now()).toISOString();
      const tail = Object.entries(fields)
        .map(
          ([key, value]) =>
            ` ${key}=${typeof value === 'string' && /[\s"=]/.test(value) ? JSON.stringify(value) : value}`,
        )
        .join('');
      write(`${displaySafe(`${time} ${level} ${program}: ${message}${tail}`)}\n`);
    };
  return { info: line('info '), warn: line('warn '), error: line('error') };
}

/** Says nothing: for tests and for programs that own the terminal. */
export const silentLog: Log = { info() {}, warn() {}, error() {} };
