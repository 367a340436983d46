import { expect, test } from 'vitest';
import { shareKey } from './share-key.ts';

test.each([
  ['nas:/renders', 'nas:/renders'],
  ['NAS:/renders/', 'nas:/renders'],
  ['//nas/renders', 'nas:/renders'],
  ['//NAS/Renders', 'nas:/renders'],
  ['//nas/renders/', 'nas:/renders'],
  ['\\\\nas\\renders', 'nas:/renders'],
  ['\\\\?\\UNC\\nas\\renders', 'nas:/renders'],
  ['smb://nas/renders', 'nas:/renders'],
  ['smb://artist@nas/renders', 'nas:/renders'],
  ['nfs://nas/renders', 'nas:/renders'],
  ['//nas', 'nas:/'],
  ['nas:/', 'nas:/'],
  ['nas:/vol/renders', 'nas:/vol/renders'],
  ['nas.studio.lan:/renders', 'nas.studio.lan:/renders'],
  ['[FD00::1]:/renders', '[fd00::1]:/renders'],
  ['Z:\\renders', 'z:/renders'],
  ['z:/renders/', 'z:/renders'],
  ['/mnt/renders', '/mnt/renders'],
  ['RN-1:local', 'RN-1:local'],
  ['Renders', 'Renders'],
  ['my:name', 'my:name'],
  ['farm/a:b', 'farm/a:b'],
  ['', ''],
])('shareKey of %s is %s', (share, key) => {
  expect(shareKey(share)).toBe(key);
});
