import { BlockList, isIP } from 'node:net';

const MAPPED_IPV4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** Whether it names a network as CIDR does (RFC 4632, RFC 4291), such as `10.20.0.0/16` or `2001:db8::/32`, or one address. */
export function isNetwork(text: string): boolean {
  return partsOf(text) !== undefined;
}

/** Whether an address, as Express sees it behind the proxies that may be believed, is in one of the networks. What is no network holds nobody. */
export function isInside(networks: readonly string[], address: string): boolean {
  const plain = MAPPED_IPV4.exec(address)?.[1] ?? address.split('%')[0] ?? '';
  const version = isIP(plain);
  if (version === 0) return false;
  const list = new BlockList();
  for (const network of networks) {
    const parts = partsOf(network);
    if (parts) list.addSubnet(parts.address, parts.bits, parts.family);
  }
  return list.check(plain, version === 4 ? 'ipv4' : 'ipv6');
}

function partsOf(text: string) {
  const [address = '', bits, ...more] = text.split('/');
  const version = isIP(address);
  const most = version === 4 ? 32 : 128;
  if (version === 0 || more.length > 0 || address.includes('%')) return undefined;
  if (bits !== undefined && (!/^\d{1,3}$/.test(bits) || Number(bits) > most)) return undefined;
  const family = version === 4 ? ('ipv4' as const) : ('ipv6' as const);
  return { address, bits: bits === undefined ? most : Number(bits), family };
}
