/**
 * What a terminal must never get raw from a file name, host name or title:
 * C0, DEL and C1 controls, line separators, bidi overrides and isolates, zero-width and
 * invisible characters, tag characters, variation selectors beyond emoji use, lone surrogates.
 */
const UNSAFE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb]|\u034f|[\u180b-\u180f]|[\ufe00-\ufe0e]|[\u{e0000}-\u{e0fff}]|\p{Cs}/gu;

/** C1, DEL, bidi and separators: what JSON.stringify leaves raw although a terminal obeys it. */
const UNSAFE_IN_JSON =
  /[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb]|[\u{e0000}-\u{e0fff}]/gu;

/**
 * Text made harmless for a terminal: each unsafe character becomes a visible escape
 * (`\x1b`, `\u202e`). Called at every sink (dashboard, text answers, logs); what is stored stays raw.
 */
export function displaySafe(text: string): string {
  return text.replace(UNSAFE, escapeVisibly);
}

/** Text of several lines made harmless for a terminal: line breaks stay, all else goes as `displaySafe` has it. */
export function displaySafeLines(text: string): string {
  return text.split(/\r?\n/).map(displaySafe).join('\n');
}

/** JSON text whose strings hold no character that a terminal would obey; it parses to the same value. */
export function terminalSafeJson(json: string): string {
  return json.replace(UNSAFE_IN_JSON, escapeForJson);
}

function escapeVisibly(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  if (code <= 0xff) return `\\x${code.toString(16).padStart(2, '0')}`;
  if (code <= 0xffff) return `\\u${code.toString(16).padStart(4, '0')}`;
  return `\\u{${code.toString(16)}}`;
}

function escapeForJson(char: string): string {
  let escaped = '';
  for (let i = 0; i < char.length; i++) escaped += `\\u${char.charCodeAt(i).toString(16).padStart(4, '0')}`;
  return escaped;
}
