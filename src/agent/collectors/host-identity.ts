import { osText, readOsRelease } from '../core/host-words.ts';

/** What the machine calls itself, asked once; the graphics cards are a collector's. */
export interface HostFacts {
  readonly os: string;
  readonly cpu: string;
}

export interface HostIdentityDeps {
  readonly platform: NodeJS.Platform;
  /** As `uname -m` says it. */
  readonly architecture: string;
  readonly cpuModel: string | undefined;
  /** Rejects where there is no such file. */
  readonly readText: (path: string) => Promise<string>;
  /** systeminformation's `osInfo()`: starts processes. */
  readonly osInfo: () => Promise<{ readonly distro: string; readonly release: string }>;
}

/** `os` from `/etc/os-release` on Linux, from systeminformation elsewhere. */
export async function identifyHost(deps: HostIdentityDeps): Promise<HostFacts> {
  const { name, version } = deps.platform === 'linux' ? await linuxRelease(deps) : await otherRelease(deps);
  const os = osText({ name, version, architecture: deps.architecture });
  return { os: os.slice(0, 512), cpu: deps.cpuModel?.trim().slice(0, 512) || 'unknown' };
}

async function linuxRelease(deps: HostIdentityDeps): Promise<{ name: string; version: string }> {
  for (const path of ['/etc/os-release', '/usr/lib/os-release']) {
    const text = await deps.readText(path).catch(() => null);
    if (text !== null) return readOsRelease(text);
  }
  return { name: 'Linux', version: '' };
}

async function otherRelease(deps: HostIdentityDeps): Promise<{ name: string; version: string }> {
  const { distro, release } = await deps.osInfo();
  return { name: distro, version: release };
}
