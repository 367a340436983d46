/**
 * The render settings of a `.blend`, read in one pass forward and in bounded pieces: the blocks of the scenes are
 * kept, and the description of all structures (DNA1), which comes last, tells where in them the settings stand.
 * The file is nobody's we know: each number out of it is doubted.
 */
import { type BlendHeader, MOST_HEADER_BYTES, readBlendHeader } from './blend-header.ts';
import { type BlendStructures, readBlendStructures } from './blend-structures.ts';

/** What a scene says of its frames. */
export interface BlendSettings {
  /** As it stands there: `//` is the directory of the `.blend`. */
  readonly output: string;
  readonly first: number;
  readonly last: number;
  readonly step: number;
  /** By the file format, without its dot; null where the frames go into one movie, or the format is unknown. */
  readonly extension: string | null;
  readonly useExtension: boolean;
}

/** Bytes that are wanted next, never before those wanted last; fewer come at the end of the file. */
export interface Span {
  readonly offset: number;
  readonly length: number;
}

/** Asks for spans until it knows; null where it is no `.blend`, or one of a kind unknown. */
export type BlendReading = Generator<Span, BlendSettings | null, Uint8Array>;

const MOST_BLOCKS = 2_000_000;
const MOST_SCENES = 64;
/** A scene's own block has some 7 KB. */
const MOST_SCENE_BYTES = 256 * 1024;
/** Some 120 KB. */
const MOST_DNA_BYTES = 4 * 1024 * 1024;
/** In RenderData.scemode: the extension is added to the name. */
const EXTENSION_FLAG = 1 << 4;

/** By ImageFormatData.imtype; -1 for movies. */
const EXTENSIONS: Readonly<Record<number, string>> = {
  0: 'tga',
  1: 'rgb',
  4: 'jpg',
  7: 'rgb',
  14: 'tga',
  17: 'png',
  20: 'bmp',
  21: 'hdr',
  22: 'tif',
  23: 'exr',
  26: 'cin',
  27: 'dpx',
  28: 'exr',
  29: 'dds',
  30: 'jp2',
  35: 'webp',
};

interface Kept {
  readonly address: bigint;
  readonly structure: number;
  readonly bytes: Uint8Array;
}

/** `sceneName`: that scene instead of the active one. */
export function* readBlendSettings(sceneName: string | null = null): BlendReading {
  const header = readBlendHeader(yield { offset: 0, length: MOST_HEADER_BYTES });
  if (!header) return null;
  const scenes: Kept[] = [];
  let globals: Kept | null = null;
  let offset = header.sizeBytes;
  for (let blocks = 0; blocks < MOST_BLOCKS; blocks++) {
    const head = yield { offset, length: header.blockHeadBytes };
    const block = header.readBlockHead(head);
    if (!block || block.code === 'ENDB') return null;
    offset += header.blockHeadBytes;
    const keep = { address: block.address, structure: block.structure };
    if (block.code === 'SC' && scenes.length < MOST_SCENES && block.lengthBytes <= MOST_SCENE_BYTES)
      scenes.push({ ...keep, bytes: yield { offset, length: block.lengthBytes } });
    else if (block.code === 'GLOB' && block.lengthBytes <= MOST_SCENE_BYTES)
      globals = { ...keep, bytes: yield { offset, length: block.lengthBytes } };
    else if (block.code === 'DNA1') {
      if (block.lengthBytes > MOST_DNA_BYTES) return null;
      const structures = readBlendStructures(yield { offset, length: block.lengthBytes }, header);
      return structures && settingsOf({ header, structures, scenes, globals, sceneName });
    }
    offset += block.lengthBytes;
  }
  return null;
}

interface Found {
  readonly header: BlendHeader;
  readonly structures: BlendStructures;
  readonly scenes: readonly Kept[];
  readonly globals: Kept | null;
  readonly sceneName: string | null;
}

function settingsOf(found: Found): BlendSettings | null {
  const scene = chosenScene(found);
  if (!scene) return null;
  const { header, structures } = found;
  const at = (...path: readonly string[]): number | null => structures.offsetOf(scene.structure, path);
  const number = (offset: number | null): number | null => header.int32(scene.bytes, offset);
  const output = header.text(scene.bytes, at('r', 'pic'), structures.lengthOf(scene.structure, ['r', 'pic']));
  const first = number(at('r', 'sfra'));
  const last = number(at('r', 'efra'));
  const step = number(at('r', 'frame_step'));
  const format = at('r', 'im_format', 'imtype');
  const modes = number(at('r', 'scemode'));
  if (output === null || first === null || last === null || format === null) return null;
  return {
    output,
    first,
    last,
    step: Math.max(1, step ?? 1),
    extension: EXTENSIONS[scene.bytes[format] ?? -1] ?? null,
    useExtension: modes === null || (modes & EXTENSION_FLAG) !== 0,
  };
}

function chosenScene({ header, structures, scenes, globals, sceneName }: Found): Kept | null {
  if (sceneName !== null) {
    const named = scenes.find((scene) => {
      const path = ['id', 'name'];
      const length = structures.lengthOf(scene.structure, path);
      // The name bears the block's own code before it.
      return header.text(scene.bytes, structures.offsetOf(scene.structure, path), length) === `SC${sceneName}`;
    });
    return named ?? null;
  }
  const active = globals && header.address(globals.bytes, structures.offsetOf(globals.structure, ['curscene']));
  return scenes.find((scene) => scene.address === active) ?? scenes[0] ?? null;
}
