/** What `apt list --upgradable` names, and whether a newer kernel waits for a reboot. */

export interface AptUpdates {
  readonly updates: number;
  readonly securityUpdates: number;
}

/**
 * In English, since what is read of it is translated elsewhere. It asks no server and takes no lock, and costs a tenth
 * of what `apt-get -s upgrade` does, which also reckons the order in which it would install them.
 */
export const LIST_UPGRADABLE: readonly string[] = ['LC_ALL=C', 'apt', 'list', '--upgradable'];

/** `NAME/SUITE,SUITE NEW ARCHITECTURE [upgradable from: OLD]`. */
const UPGRADABLE = /^[^\s/]+\/(\S+) \S+ \S+ \[upgradable from: [^\]]+\]/;
/** `bookworm-security` and `stable-security` of Debian, `noble-security` and `noble-infra-security` of Ubuntu. */
const SECURITY = /-security(?:,|$)/;

/** Null when the text does not begin as the list does. */
export function readUpgradable(text: string): AptUpdates | null {
  if (!text.startsWith('Listing...')) return null;
  const suites = text
    .split('\n')
    .map((line) => UPGRADABLE.exec(line)?.[1])
    .filter((each) => each !== undefined);
  return { updates: suites.length, securityUpdates: suites.filter((each) => SECURITY.test(each)).length };
}

/**
 * Whether a kernel of the same flavour (`-amd64`, `-generic`) is installed that is newer than the running one. Null
 * where the running one is not among those installed: in a container, or booted from elsewhere.
 */
export function hasNewerKernel(running: string, installed: readonly string[]): boolean | null {
  const current = kernelOf(running);
  if (current === null || !installed.includes(running)) return null;
  return installed.some((release) => {
    const other = kernelOf(release);
    return other !== null && other.flavour === current.flavour && isNewer(other.numbers, current.numbers);
  });
}

function kernelOf(release: string): { readonly numbers: readonly number[]; readonly flavour: string } | null {
  const [, numbers, flavour] = /^(\d+(?:[.-]\d+)*)(.*)$/.exec(release) ?? [];
  return numbers === undefined || flavour === undefined
    ? null
    : { numbers: numbers.split(/[.-]/).map(Number), flavour };
}

function isNewer(a: readonly number[], b: readonly number[]): boolean {
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}
