/** For what somebody mistyped: the names that are nearest to it, best first. */
export function nearNames(typed: string, names: Iterable<string>, most = 3): readonly string[] {
  const wanted = typed.toLowerCase().slice(0, LONGEST);
  const limit = Math.max(2, Math.floor(wanted.length / 3));
  return [...names]
    .map((name) => ({ name, distance: distanceOf(wanted, name.toLowerCase().slice(0, LONGEST)) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, most)
    .map(({ name }) => name);
}

const LONGEST = 64;

/** Letters to put in, leave out or exchange; a part of a name is nearer than its length tells. */
function distanceOf(typed: string, name: string): number {
  const distance = editDistance(typed, name);
  return typed.length >= 3 && (name.includes(typed) || typed.includes(name)) ? Math.min(distance, 1) : distance;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const exchanged = (row[j] ?? 0) + (letter === b[j] ? 0 : 1);
      next.push(Math.min(exchanged, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
