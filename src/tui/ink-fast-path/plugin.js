/**
 * Builds Ink with the cheap parts of this directory instead of its own. Each replaced module exports either, chosen when
 * the program starts: SENTRY_STOCK_INK=1 gives Ink as it comes. Tests hold both against each other, cell by cell.
 */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const STOCK = '?stock';
const CHOOSE = "process.env.SENTRY_STOCK_INK === '1' ? stock : ";

/** What stands in for which module: its own code, with the stock module imported as `stock`. */
const replacements = [
  {
    filter: /[\\/]ink[\\/]build[\\/]output\.js$/,
    code: `import { wholeLineOutput } from './whole-line-output.ts';
export default ${CHOOSE} wholeLineOutput(stock);`,
  },
  {
    filter: /[\\/]ink[\\/]build[\\/]measure-text\.js$/,
    code: `import widestLine from 'widest-line';
import { measureTextBy } from './text-measures.ts';
export default ${CHOOSE} measureTextBy(widestLine);`,
  },
  {
    filter: /[\\/]ink[\\/]build[\\/]sanitize-ansi\.js$/,
    code: `import { fastSanitizeAnsi } from './text-measures.ts';
export default ${CHOOSE} fastSanitizeAnsi(stock);`,
  },
  {
    filter: /[\\/]widest-line[\\/]index\.js$/,
    code: `import { fastWidestLine } from './text-measures.ts';
export default ${CHOOSE} fastWidestLine(stock);`,
  },
];

/** Small changes to the text of a module, whichever Ink is chosen. */
const patches = [
  // Reading the WebAssembly by fetch() of a data: URL loads all of undici, 20 ms before the first frame.
  { filter: /yoga-wasm-base64-esm\.js$/, find: /"function"!=typeof fetch/g, replacement: 'true' },
  // A cache that never forgets, keyed by texts that change all day.
  { filter: /[\\/]ink[\\/]build[\\/]wrap-text\.js$/, find: 'cache[cacheKey] = wrappedText;', replacement: '' },
  // With CI set Ink writes nothing.
  { filter: /[\\/]is-in-ci[\\/]index\.js$/, find: /const isInCi = .*;/, replacement: 'const isInCi = false;' },
  // The developer tools of React: not installed, and looked for when DEV is set.
  { filter: /[\\/]ink[\\/]build[\\/]devtools\.js$/, find: /^.*$/s, replacement: 'export {};' },
];

export const inkFastPath = {
  name: 'ink-fast-path',
  setup(build) {
    build.onResolve({ filter: /\?stock$/ }, ({ path }) => ({ path: path.slice(0, -STOCK.length), suffix: STOCK }));
    for (const { filter, code } of replacements) {
      build.onLoad({ filter }, async ({ path, suffix }) => {
        if (suffix === STOCK)
          return { contents: await readFile(path, 'utf8'), resolveDir: dirname(path), loader: 'js' };
        const contents = `import stock from ${JSON.stringify(path + STOCK)};\n${code}`;
        return { contents, resolveDir: here, loader: 'js' };
      });
    }
    for (const { filter, find, replacement } of patches) {
      build.onLoad({ filter }, async ({ path }) => {
        const text = await readFile(path, 'utf8');
        const contents = text.replace(find, replacement);
        if (contents === text) throw new Error(`${path} is not what ${join(here, 'plugin.js')} was written for.`);
        return { contents, loader: 'js' };
      });
    }
  },
};
