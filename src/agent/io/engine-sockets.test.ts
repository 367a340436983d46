import { expect, it } from 'vitest';
import { engineSockets } from './engine-sockets.ts';

it('engineSockets looks only where DOCKER_HOST names a socket', () => {
  expect(engineSockets({ DOCKER_HOST: 'unix:///home/a/docker.sock' })).toEqual(['/home/a/docker.sock']);
});

it.each([undefined, '', 'tcp://10.0.0.5:2375', 'ssh://farm', 'unix://'])(
  'engineSockets looks in the usual places when DOCKER_HOST is %j',
  (DOCKER_HOST) => {
    expect(engineSockets({ DOCKER_HOST, XDG_RUNTIME_DIR: '/run/user/7' })).toEqual([
      '/var/run/docker.sock',
      '/run/podman/podman.sock',
      '/run/user/7/docker.sock',
      '/run/user/7/podman/podman.sock',
    ]);
  },
);
