import { BlockList, isIP } from 'node:net';
import { ConfigError } from '../../shared/config.ts';

/** Whether a peer's address may speak to the hub at all. Only the socket's address counts, never a header. */
export type AddressGate = (address: string) => boolean;

/** `['10.0.0.0/8', '::1']`; an empty list lets everybody in. Throws ConfigError on what is no CIDR. */
export function createAddressGate(allowed: readonly string[]): AddressGate {
  if (allowed.length === 0) return () => true;
  const list = new BlockList();
  for (const range of allowed) addRange(list, range);
  return (address) => {
    const plain = plainAddress(address);
    const family = isIP(plain);
    return family !== 0 && list.check(plain, family === 6 ? 'ipv6' : 'ipv4');
  };
}

function addRange(list: BlockList, range: string): void {
  const [address = '', bits, ...rest] = range.trim().split('/');
  const family = isIP(address);
  const widest = family === 6 ? 128 : 32;
  const prefix = bits === undefined ? widest : Number(bits);
  const valid = family !== 0 && rest.length === 0 && /^\d{1,3}$/.test(bits ?? '0') && prefix <= widest;
  if (!valid) throw new ConfigError(`"${range}" is no address range; write --allow 10.0.0.0/8 or --allow 192.168.1.7.`);
  list.addSubnet(address, prefix, family === 6 ? 'ipv6' : 'ipv4');
}

/**
 * An IPv4 peer of a socket that listens on `::` comes as `::ffff:10.1.2.3`, which BlockList does not
 * find among IPv4 ranges; a link-local one comes with its interface, `fe80::1%eth0`.
 */
export function plainAddress(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  return mapped?.[1] ?? address.split('%')[0] ?? address;
}

export function isLoopback(address: string): boolean {
  return address === '::1' || address.startsWith('127.');
}
