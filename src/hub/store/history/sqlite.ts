/** The embedded database: what of it is used, and how it is loaded. It has compiled parts, and is not on every machine. */

type SqliteValue = string | number | Uint8Array;

export interface SqliteStatement {
  run(...values: readonly SqliteValue[]): unknown;
  /** The first row, undefined where there is none. */
  get(...values: readonly SqliteValue[]): unknown;
  all(...values: readonly SqliteValue[]): readonly unknown[];
}

export interface Sqlite {
  exec(sql: string): void;
  prepare(sql: string): SqliteStatement;
  close(): void;
}

export type OpenSqlite = (path: string) => Sqlite;

/** Rejects where it is not installed, or not for this system. */
export async function loadSqlite(): Promise<OpenSqlite> {
  const { DatabaseSync } = await import('@photostructure/sqlite');
  return (path) => new DatabaseSync(path) as Sqlite;
}

const CORRUPT = 11;
const NO_DATABASE = 26;

/** Whether the file itself is broken, and not its disk full or its directory gone. */
export function isDamage(error: unknown): boolean {
  const code = resultCode(error);
  return code === CORRUPT || code === NO_DATABASE;
}

/** Whether SQLite said so, and not what reads the content of a row. */
export function isOfSqlite(error: unknown): boolean {
  return resultCode(error) !== null;
}

/** SQLite's codes as those of the system, where they mean the same. */
const CODES: ReadonlyMap<number, string> = new Map([
  [3, 'EACCES'],
  [8, 'EROFS'],
  [10, 'EIO'],
  [13, 'ENOSPC'],
  [14, 'ENOENT'],
]);

/** `ENOSPC` and its like; what only SQLite knows is told in its words. */
export function sqliteCode(error: unknown): string {
  const code = resultCode(error);
  if (code !== null) return CODES.get(code) ?? String((error as { readonly errstr?: unknown }).errstr ?? code);
  return error instanceof Error ? error.message : String(error);
}

/** Without what SQLite adds in the upper bits. */
function resultCode(error: unknown): number | null {
  const code = (error as { readonly errcode?: unknown } | null)?.errcode;
  return typeof code === 'number' ? code % 256 : null;
}
