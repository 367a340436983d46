/** The files that renderers' command lines name, read in a bounded way, and on shares in their turn. */
import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock, Millis } from '../../../shared/clock.ts';
import { isRenderFileName } from '../../core/found-outputs.ts';
import type { BlendSettings } from '../../renderers/blend-file.ts';
import type { NamedFile, NamedFiles } from '../../renderers/renderer-kind.ts';
import { runBounded } from '../bounded.ts';
import type { ReadMounts } from '../mounts.ts';
import type { SlowLane } from '../slow-lane.ts';
import { wayTo } from '../way-to.ts';
import { OPEN_AT_ONCE, readBlendFile } from './blend-reader.ts';

const LIMIT: Millis = 10_000;
const MOST_TEXT_BYTES = 64 * 1024;
/** Names looked at in a directory that a renderer may write to. */
const MOST_NAMES = 5_000;
const MOST_SUBDIRECTORIES = 200;

export interface RendererFiles {
  /** Never rejects; what cannot be read (in time) is null. */
  read(wanted: readonly NamedFile[]): Promise<NamedFiles>;
  isDirectory(path: string): Promise<boolean>;
  /** The numbered images of a directory that nothing but this says of; null where it cannot be read (in time). */
  look(directory: string, since: Millis): Promise<DirectoryLook | null>;
  /** The directories within it that files came into since then; none on shares, which are asked as little as can be. */
  changedWithin(directory: string, since: Millis): Promise<readonly string[]>;
}

/** The numbered image files of a directory, at one moment. */
export interface DirectoryLook {
  /** On a disk of this machine: its times are by this machine's clock. */
  readonly isLocal: boolean;
  /** When each last changed, by its name; 0 on shares, whose clock is another, and which are asked as little as can be. */
  readonly files: ReadonlyMap<string, Millis>;
}

export interface RendererFilesDeps {
  readonly clock: Clock;
  readonly slowLane: SlowLane;
  readonly readMounts: ReadMounts;
}

export function createRendererFiles({ clock, slowLane, readMounts }: RendererFilesDeps): RendererFiles {
  async function bounded<T>(
    path: string,
    call: (isLocal: boolean, signal: AbortSignal) => Promise<T>,
  ): Promise<T | null> {
    const { share } = wayTo(path, await readMounts());
    const task = (signal: AbortSignal) =>
      share === null ? call(true, signal) : slowLane.inTurn(share, () => call(false, signal));
    const outcome = await runBounded(clock, LIMIT, task).first;
    return outcome.ok ? outcome.value : null;
  }

  return {
    async read(wanted) {
      const texts = new Map<string, string | null>();
      const blends = new Map<string, BlendSettings | null>();
      await Promise.all(
        wanted.map(async (file) => {
          if (file.kind === 'text') texts.set(file.path, await bounded(file.path, () => readSmallText(file.path)));
          else {
            const settings = await bounded(file.path, (_, signal) => readBlendFile(file, signal));
            blends.set(blendKey(file.path, file.scene), settings);
          }
        }),
      );
      return {
        text: (path) => texts.get(path) ?? null,
        blend: (path, scene) => blends.get(blendKey(path, scene)) ?? null,
      };
    },
    isDirectory: async (path) => (await bounded(path, async () => (await stat(path)).isDirectory())) ?? false,
    look: (directory, since) =>
      bounded(directory, (isLocal) => (isLocal ? lookAtDisk(directory, since) : lookAtShare(directory))),
    changedWithin: async (directory, since) =>
      (await bounded(directory, async (isLocal) => (isLocal ? changedDirectories(directory, since) : []))) ?? [],
  };
}

function blendKey(path: string, scene: string | null): string {
  return `${path}\0${scene ?? ''}`;
}

async function readSmallText(path: string): Promise<string | null> {
  const file = await open(path, OPEN_AT_ONCE);
  try {
    if (!(await file.stat()).isFile()) return null;
    const { buffer, bytesRead } = await file.read(Buffer.alloc(MOST_TEXT_BYTES), 0, MOST_TEXT_BYTES, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await file.close();
  }
}

/** A directory that is older than `since` had no file added after it. */
async function lookAtDisk(directory: string, since: Millis): Promise<DirectoryLook> {
  const files = new Map<string, Millis>();
  if ((await stat(directory)).mtimeMs < since) return { isLocal: true, files };
  for (const name of (await readdir(directory)).filter(isRenderFileName).slice(0, MOST_NAMES)) {
    const stats = await stat(join(directory, name)).catch(() => null);
    if (stats?.isFile()) files.set(name, stats.mtimeMs);
  }
  return { isLocal: true, files };
}

async function changedDirectories(directory: string, since: Millis): Promise<readonly string[]> {
  const changed: string[] = [];
  const entries = (await readdir(directory, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  for (const { name } of entries.slice(0, MOST_SUBDIRECTORIES)) {
    const path = join(directory, name);
    const stats = await stat(path).catch(() => null);
    if (stats && stats.mtimeMs >= since) changed.push(path);
  }
  return changed;
}

async function lookAtShare(directory: string): Promise<DirectoryLook> {
  const names = (await readdir(directory)).filter(isRenderFileName).slice(0, MOST_NAMES);
  return { isLocal: false, files: new Map(names.map((name) => [name, 0])) };
}
