/** Which file systems lie on another machine's disk. The agent waits for those with care, the hub knows them by their source. */

const NETWORK_TYPES: ReadonlySet<string> = new Set(
  (
    'nfs nfs4 cifs smb2 smb3 smbfs 9p afs ceph lustre beegfs gpfs glusterfs panfs orangefs pvfs2 ocfs2 gfs2 ncpfs ' +
    'virtiofs vboxsf prl_fs webdav davfs fuse.sshfs fuse.glusterfs fuse.ceph fuse.ceph-fuse fuse.rclone fuse.s3fs ' +
    'fuse.davfs2 fuse.cifs fuse.smbnetfs fuse.juicefs fuse.mfs fuse.moosefs fuse.lizardfs fuse.beegfs'
  ).split(' '),
);

/** What a virtual machine has of its own host: two of the same name on two hosts are two places. */
const OF_THE_HOST: ReadonlySet<string> = new Set(['9p', 'virtiofs', 'vboxsf', 'prl_fs']);

/** Whether a file system of this type is on another machine's disk. */
export function isNetworkType(type: string): boolean {
  return NETWORK_TYPES.has(type);
}

/** Whether the same source is the same place on every node that mounts it. */
export function isShare({ type, source }: { readonly type: string; readonly source: string }): boolean {
  return isUnc(source) || (isNetworkType(type) && !OF_THE_HOST.has(type));
}

/** Windows tells the type of the server's disk: `\\nas\renders`. */
function isUnc(source: string): boolean {
  return source.startsWith('\\\\') || source.startsWith('//');
}
