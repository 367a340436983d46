import { getuid } from 'node:process';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where container engines listen: only there where `DOCKER_HOST` says when it names a socket, else Docker's and Podman's
 * usual places. Engines that are reached by a network are others' machines.
 */
export function engineSockets({ DOCKER_HOST, XDG_RUNTIME_DIR }: Environment): readonly string[] {
  const named = /^unix:\/\/(\/.+)$/.exec(DOCKER_HOST ?? '')?.[1];
  if (named !== undefined) return [named];
  const own = XDG_RUNTIME_DIR ?? `/run/user/${getuid?.() ?? 0}`;
  const places = ['/var/run/docker.sock', '/run/podman/podman.sock', `${own}/docker.sock`, `${own}/podman/podman.sock`];
  return places.filter((place) => place.startsWith('/'));
}
