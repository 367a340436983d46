/** Which nodes mount which share, and what each of them says of it: one share is one, whatever its mount points are. */
import type { Millis } from '../../../shared/clock.ts';
import { isShare } from '../../../shared/network-file-systems.ts';
import type { FileSystemSample } from '../../../shared/protocol/hardware.ts';
import type { WatchRootReport } from '../../../shared/protocol/sequence.ts';
import { METRICS } from '../../../shared/telemetry/metrics.ts';
import type { NodeFacts } from '../fleet/fleet-news.ts';
import { shareKey } from '../jobs/share-key.ts';
import type { Beyond } from '../thresholds/judgement.ts';

export type Trouble = 'unreadable' | 'missing';

/** What one node says of the share. */
export interface ShareView {
  readonly node: string;
  readonly fileSystem: FileSystemSample;
  /** Its figures beyond their thresholds. */
  readonly beyond: readonly Beyond[];
  /** Of the watched directories on it. */
  readonly trouble: Trouble | null;
  readonly reason: string | null;
}

export interface Share {
  readonly key: string;
  /** As it was first told: `nas:/renders`. */
  readonly name: string;
  /** By node, of those that are online. */
  readonly views: Map<string, ShareView>;
  /** Nodes that mounted it when they were last heard. */
  readonly absent: Set<string>;
  /** Since when a figure is beyond its threshold on some node, monotonic. */
  readonly since: Map<string, Millis>;
  /** Troubles of so many nodes that they are the share's. */
  readonly troubles: Set<Trouble>;
}

export interface Shares {
  readonly byKey: ReadonlyMap<string, Share>;
  take(facts: NodeFacts): void;
  forget(nodeId: string): void;
  /** The share that tells of this trouble of the node for all that use it; null where none does. */
  tellerOf(nodeId: string, root: WatchRootReport): Share | null;
  /** Nobody mounts it any more. */
  drop(share: Share): void;
}

export function createShares(): Shares {
  const byKey = new Map<string, Share>();
  const sharesOf = new Map<string, readonly Share[]>();
  const keyOf = createKeys();

  function leave(node: string, isAbsent: boolean): void {
    for (const share of sharesOf.get(node) ?? []) {
      if (share.views.delete(node) && isAbsent) share.absent.add(node);
      if (!isAbsent) share.absent.delete(node);
    }
  }

  return {
    byKey,
    take(facts) {
      const { id, liveness } = facts;
      const before = sharesOf.get(id) ?? [];
      if (liveness !== 'online') {
        leave(id, true);
        return;
      }
      const mounted = mountsOf(facts, before);
      if (mounted.length === 0 && before.length === 0) return;
      const views = new Map<Share, ShareView>();
      for (const view of mounted) {
        const share = shareOf(byKey, keyOf(view.fileSystem.source), view.fileSystem.source);
        const known = views.get(share);
        if (!known || (view.fileSystem.holdsOutput && !known.fileSystem.holdsOutput)) views.set(share, view);
      }
      for (const share of before) if (!views.has(share)) remove(share, id);
      for (const [share, view] of views) {
        share.views.set(id, view);
        share.absent.delete(id);
      }
      sharesOf.set(id, [...views.keys()]);
    },
    forget(node) {
      leave(node, false);
      sharesOf.delete(node);
    },
    tellerOf(node, { path, status }) {
      for (const share of sharesOf.get(node) ?? []) {
        const view = share.views.get(node);
        const isTold = view?.trouble === status && isWithin(path, view.fileSystem.mount);
        if (isTold && share.troubles.has(view.trouble)) return share;
      }
      return null;
    },
    drop(share) {
      byKey.delete(share.key);
    },
  };
}

function remove(share: Share, node: string): void {
  share.views.delete(node);
  share.absent.delete(node);
}

function shareOf(byKey: Map<string, Share>, key: string, name: string): Share {
  const known = byKey.get(key);
  if (known) return known;
  const share = {
    key,
    name,
    views: new Map(),
    absent: new Set<string>(),
    since: new Map(),
    troubles: new Set<Trouble>(),
  };
  byKey.set(key, share);
  return share;
}

const MOST_REMEMBERED = 10_000;

/** One way to write each name, worked out once: a farm has few shares, and each report names all of its node's. */
function createKeys(): (source: string) => string {
  const known = new Map<string, string>();
  return (source) => {
    let key = known.get(source);
    if (key === undefined) {
      key = shareKey(source);
      if (known.size >= MOST_REMEMBERED) known.clear();
      known.set(source, key);
    }
    return key;
  };
}

function mountsOf(facts: NodeFacts, before: readonly Share[]): readonly ShareView[] {
  const { id, report, beyond } = facts;
  const all = report.hardware?.fileSystems ?? [];
  const trouble = report.roots?.find(({ status }) => status === 'unreadable' || status === 'missing');
  const views: ShareView[] = [];
  for (const fileSystem of all) {
    if (!isShare(fileSystem)) continue;
    const { mount } = fileSystem;
    const own = beyond.length === 0 ? beyond : beyond.filter((each) => isOf(each, mount));
    views.push({ node: id, fileSystem, beyond: own, ...(trouble ? troubleOf(facts, fileSystem) : NO_TROUBLE) });
  }
  if (trouble?.status !== 'unreadable') return views;
  // One that does not answer is left out by those who measure it: it is as it was.
  for (const share of before) {
    const known = share.views.get(id);
    if (!known || views.some(({ fileSystem }) => fileSystem.mount === known.fileSystem.mount)) continue;
    const told = troubleOf(facts, known.fileSystem);
    if (told.trouble === 'unreadable') views.push({ ...known, ...told });
  }
  return views;
}

const NO_TROUBLE = { trouble: null, reason: null } as const;

function isOf({ metric, label }: Beyond, mount: string): boolean {
  return METRICS[metric].label === 'mount' && label === mount;
}

function troubleOf({ report }: NodeFacts, { mount }: FileSystemSample): Pick<ShareView, 'trouble' | 'reason'> {
  const mounts = report.hardware?.fileSystems ?? [];
  for (const { path, status, reason } of report.roots ?? []) {
    if (status !== 'unreadable' && status !== 'missing') continue;
    // Another file system may be mounted within the share.
    const isElsewhere = mounts.some((other) => other.mount.length > mount.length && isWithin(path, other.mount));
    if (isWithin(path, mount) && !isElsewhere) return { trouble: status, reason };
  }
  return NO_TROUBLE;
}

function isWithin(path: string, mount: string): boolean {
  if (!path.startsWith(mount)) return false;
  return path.length === mount.length || /[\\/]$/.test(mount) || /^[\\/]/.test(path.slice(mount.length));
}
