/**
 * The words by which renderers name the streams of a frame, as data: squashed to lower case, so that
 * `diffuse_direct`, `DiffuseDirect` and `diffuse.direct` are one. Words that name shots and elements as often as
 * streams (`light`, `background`, `environment`, `color`, `matte`, `mask`, `fog`) are left out: to take two jobs for
 * one is worse than to show two lines.
 */

/** A word, or several words squashed into one, that names a layer by itself. */
const LAYERS: ReadonlySet<string> = new Set(
  [
    // Everywhere.
    'beauty rgba rgb alpha combined composite z depth zdepth depthz zbuffer zbuf normal normals nrm bumpnormals',
    'worldnormal worldnormals position positions worldposition worldpositions pworld pref uv uvs',
    'motionvector motionvectors motionvec velocity diffuse diff specular spec reflection reflections refl refraction',
    'refractions refr coat sheen sss subsurface scattering subsurfacescatter transmission translucency emission emissive',
    'gi globalillumination ao ambientocclusion occlusion shadow shadows caustics albedo volume id objectid objid',
    'materialid matid puzzlematte mist selfillumination selfillum irradiance luminance iridescence',
    // Arnold.
    'aainvdensity cputime raycount shadowmatte shadowdiff shadowmask volumez',
    // Blender Cycles and EEVEE, as their pass and file output names have it.
    'indexob indexma diffdir diffind diffcol glossdir glossind glosscol transdir transind transcol volumedir volumeind',
    'subsurfacedir subsurfaceind subsurfacecol emit vector noisyimage denoisingnormal denoisingalbedo denoisingdepth',
    'shadowcatcher bloom debugsamplecount',
    // Redshift.
    'diffuselighting diffuselightingraw diffusefilter specularlighting sssraw reflectionsfilter reflectionsraw',
    'refractionsfilter refractionsraw giraw globalilluminationraw causticsraw volumelighting volumefogtint',
    'volumefogemission volumedepth translucencylightingraw translucencyfilter translucencygiraw',
    'totaldiffuselightingraw totaltranslucencylightingraw objectspacepositions objectspacebumpnormals',
    // V-Ray for Maya; its `VRay…` names are told by their beginning.
    'rawgi rawlight rawreflection rawrefraction rawshadow totallight matteshadow mtlid renderid samplerate velocitypass',
    // RenderMan and Karma.
    'directdiffuse indirectdiffuse directspecular indirectspecular subsurfacealbedo cf',
    'combineddiffuse combinedglossyreflection combinedemission combinedvolume',
  ].flatMap((line) => line.split(' ')),
);

/** What may stand before or behind a layer's word and goes with it: `specular_indirect`, `raw_diffuse`. */
const QUALIFIERS: ReadonlySet<string> = new Set(
  (
    'direct indirect dir ind raw filter filtered albedo color colour col opacity lighting unoccluded multiscatter ' +
    'pass aov denoised noisy'
  ).split(' '),
);

/** Cryptomatte numbers its ranks (`CryptoObject00`), V-Ray begins every element's name alike. */
const LAYER_SHAPE = /^(?:crypto(?:matte|object|material|asset)?\d{0,2}|vray(?:re)?[a-z]{3,30}\d?)$/;

/** Single letters are streams only where nothing else can be meant: beside the frame number, set off on both sides. */
const LETTER_LAYERS: ReadonlySet<string> = new Set(['N', 'P', 'Z', 'z']);
const LETTER_VIEWS: ReadonlySet<string> = new Set(['L', 'R', 'l', 'r']);

const VIEWS: ReadonlySet<string> = new Set(
  'left right lft rgt lefteye righteye leftcam rightcam camleft camright stereo stereocameraleft stereocameraright'.split(
    ' ',
  ),
);

/** A word that is a tile by itself, or the first of several that are: `tile03`, `x0_y1`, `u1_v1`, `udim1001`, `<UDIM>`. */
const TILES: readonly RegExp[] = [
  /^tile\d{1,6}(?:x\d{1,4})?$/,
  /^tile \d{1,6}(?:x\d{1,4})?(?: \d{1,4}x\d{1,4})?$/,
  /^x\d{1,5} ?y\d{1,5}$/,
  /^u\d{1,3} ?v\d{1,3}$/,
  /^udim ?1\d{3}$/,
  /^<udim>$/,
];
/** No tile has more words than this. */
const MOST_TILE_WORDS = 3;
const MOST_LAYER_WORDS = 4;

/** The kinds of tokens that tell the streams of one frame apart. */
export type StreamKind = 'layer' | 'view' | 'tile';

/** Whether these words in a row, taken together, name a stream; `lone`: they stand beside the frame number. */
export function isStreamName(kind: StreamKind, words: readonly string[], lone: boolean): boolean {
  switch (kind) {
    case 'layer':
      return isLayer(words) || (lone && words.length === 1 && LETTER_LAYERS.has(words[0] ?? ''));
    case 'view':
      return words.length === 1 && isView(words[0] ?? '', lone);
    case 'tile':
      return words.length <= MOST_TILE_WORDS && isTile(words);
  }
}

function isView(word: string, lone: boolean): boolean {
  return VIEWS.has(word.toLowerCase()) || (lone && LETTER_VIEWS.has(word));
}

function isTile(words: readonly string[]): boolean {
  const text = words.join(' ').toLowerCase();
  return TILES.some((tile) => tile.test(text));
}

/** A layer's word with what qualifies it on either side, in any number of words: `total_diffuse_lighting_raw`. */
function isLayer(words: readonly string[]): boolean {
  if (words.length > MOST_LAYER_WORDS) return false;
  const squashed = words.map((word) => word.toLowerCase());
  if (isLayerWord(squashed.join(''), squashed.length)) return true;
  for (let start = 0; start < squashed.length; start++) {
    for (let end = start + 1; end <= squashed.length; end++) {
      const around = [...squashed.slice(0, start), ...squashed.slice(end)];
      if (
        around.length > 0 &&
        around.every((word) => QUALIFIERS.has(word)) &&
        isLayerWord(squashed.slice(start, end).join(''), end - start)
      )
        return true;
    }
  }
  return false;
}

/** Letters by themselves are no words: `z` counts only as a part of more, or where `LETTER_LAYERS` has it. */
function isLayerWord(squashed: string, words: number): boolean {
  if (squashed.length === 1 && words === 1) return false;
  return LAYERS.has(squashed) || LAYER_SHAPE.test(squashed);
}
