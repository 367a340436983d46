/**
 * Programs and systems name one share in several ways; as part of a job's key they are all one. What is shown is
 * always the name as it was told.
 */

/** `smb://`, and Windows' long form of a UNC name. */
const PREFIX = /^(?:(?:smb|cifs|nfs|afp):(?=\/\/)|\/\/\?\/unc(?=\/))/i;
/** `//nas/renders`, with or without a user before the host. */
const UNC = /^\/\/(?:[^/@]*@)?([^/]+)(\/.*)?$/;
/** `nas:/renders`, `[fd00::1]:/renders`, `Z:/renders`. */
const EXPORT = /^(\[[^\]/]+\]|[^/]+?):(\/.*)$/;

/**
 * `//NAS/renders`, `\\nas\renders` and `smb://nas/renders/` are `nas:/renders`. Letter case is dropped from the names
 * of servers: Windows does not tell it, and no server offers two shares that differ in nothing else. A node's own
 * disk (`rn-1:local`) and a name that somebody made up for `--share` stay as they are.
 */
export function shareKey(share: string): string {
  const slashed = share.replaceAll('\\', '/').replace(PREFIX, (found) => (found.endsWith(':') ? '' : '/'));
  const [, host, path] = UNC.exec(slashed) ?? EXPORT.exec(slashed) ?? [];
  if (host === undefined) return share;
  return `${host}:${(path ?? '').replace(/\/+$/, '') || '/'}`.toLowerCase();
}
