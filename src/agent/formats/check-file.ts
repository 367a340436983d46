import { HEAD_BYTES } from './format.ts';
import { formatsOf, signedFormats } from './formats.ts';
import { broken, type FileBytes, type FileVerdict, UNCHECKED, unfinished } from './verdict.ts';

/**
 * Is this file all there? `path` gives the extension only. A file that holds another format than its name says is
 * broken, however whole: whoever reads the sequence picks the reader by the extension. Reads 64 MiB at the most,
 * a few pages for most formats; throws only what `file.read` throws.
 */
export function checkFile(path: string, file: FileBytes): FileVerdict {
  const expected = formatsOf(extensionOf(path));
  const [first] = expected;
  if (!first) return UNCHECKED;
  const head = String.fromCharCode(...file.read(0, HEAD_BYTES));
  const format = expected.find(({ starts }) => starts(head));
  if (format) return format.check(file);
  if (head === '') return unfinished('is empty', 0);
  // What has not reached its signature's end yet, or was given its space before its bytes.
  if (head.length < HEAD_BYTES) return unfinished(head.length === 1 ? 'only 1 byte' : `only ${head.length} bytes`);
  const actual = signedFormats.find(({ starts }) => starts(head));
  if (actual) return broken(`holds ${actual.name}, not ${first.name}`);
  return head.endsWith('\0\0\0\0') ? unfinished('zeros in its header') : broken(`no ${first.name} header at byte 0`);
}

function extensionOf(path: string): string {
  return /\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
}
