/**
 * A command line that came as one text, as its arguments. `windows`: by the rules by which programs there split it
 * themselves (a backslash escapes only before a quote); `posix`: of what `ps` shows, where quotes are gone, so that a
 * blank in a path cannot be told from one between arguments.
 */
export function splitCommandLine(line: string, rules: 'windows' | 'posix'): readonly string[] {
  const found: string[] = [];
  let at = 0;
  while (at < line.length) {
    if (isBlank(line[at])) {
      at++;
      continue;
    }
    const word = rules === 'windows' ? windowsWord(line, at) : posixWord(line, at);
    found.push(word.text);
    at = word.end;
  }
  return found;
}

interface Word {
  readonly text: string;
  readonly end: number;
}

function windowsWord(line: string, start: number): Word {
  let text = '';
  let quoted = false;
  let at = start;
  while (at < line.length && (quoted || !isBlank(line[at]))) {
    let backslashes = 0;
    while (line[at + backslashes] === '\\') backslashes++;
    at += backslashes;
    if (line[at] !== '"') {
      text += '\\'.repeat(backslashes);
      if (at < line.length && (quoted || !isBlank(line[at]))) text += line[at++];
      continue;
    }
    text += '\\'.repeat(backslashes >> 1);
    if (backslashes % 2 === 1) text += '"';
    else quoted = !quoted;
    at++;
  }
  return { text, end: at };
}

function posixWord(line: string, start: number): Word {
  const quote = line[start];
  if (quote === '"' || quote === "'") {
    const close = line.indexOf(quote, start + 1);
    if (close > 0) return { text: line.slice(start + 1, close), end: close + 1 };
  }
  let end = start;
  while (end < line.length && !isBlank(line[end])) end++;
  return { text: line.slice(start, end), end };
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t' || character === '\n' || character === '\r';
}
