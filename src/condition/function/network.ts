import { notTaken } from '../value/failures.ts';
import { Failure } from '../value/kinds.ts';
import { Address, Block, masked, readAddress, readBlock } from '../value/network.ts';
import { type Apply, type FunctionEntry, method, plain } from './entry.ts';

/** IP addresses and blocks of them, as Kubernetes has them. */
export const NETWORK: readonly FunctionEntry[] = [
  plain('ip', [1], onText('ip', readAddress), 'ip(string): net.IP'),
  plain('cidr', [1], onText('cidr', readBlock), 'cidr(string): net.CIDR'),
  plain(
    'isIP',
    [1],
    onText('isIP', (text) => !(readAddress(text) instanceof Failure)),
    'isIP(string): bool',
  ),
  plain(
    'isCIDR',
    [1],
    onText('isCIDR', (text) => !(readBlock(text) instanceof Failure)),
    'isCIDR(string): bool',
  ),
  method('containsIP', [1], containsIP, 'net.CIDR.containsIP(string): bool', 'net.CIDR.containsIP(net.IP): bool'),
  method(
    'containsCIDR',
    [1],
    containsCIDR,
    'net.CIDR.containsCIDR(string): bool',
    'net.CIDR.containsCIDR(net.CIDR): bool',
  ),
  method(
    'prefixLength',
    [0],
    ofBlock('prefixLength', (block) => BigInt(block.prefix)),
    'net.CIDR.prefixLength(): int',
  ),
  method('masked', [0], ofBlock('masked', masked), 'net.CIDR.masked(): net.CIDR'),
  method(
    'ip',
    [0],
    ofBlock('ip', (block) => block.address),
    'net.CIDR.ip(): net.IP',
  ),
  method(
    'family',
    [0],
    ofAddress('family', ({ family }) => BigInt(family)),
    'net.IP.family(): int',
  ),
  within('isLoopback', ['127.0.0.0/8', '::1/128']),
  within('isPrivate', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7']),
  within('isUnspecified', ['0.0.0.0/32', '::/128']),
  within('isLinkLocalUnicast', ['169.254.0.0/16', 'fe80::/10']),
  within('isMulticast', ['224.0.0.0/4', 'ff00::/8']),
];

function onText(word: string, read: (text: string) => unknown): Apply {
  return (_, text) => (typeof text === 'string' ? read(text) : notTaken(word, text));
}

function ofAddress(word: string, of: (address: Address) => unknown): Apply {
  return (_, address) => (address instanceof Address ? of(address) : notTaken(word, address));
}

function ofBlock(word: string, of: (block: Block) => unknown): Apply {
  return (_, block) => (block instanceof Block ? of(block) : notTaken(word, block));
}

/** Whether an address lies in one of some blocks. */
function within(word: string, texts: readonly string[]): FunctionEntry {
  const blocks = texts.map(readBlock).filter((block) => block instanceof Block);
  const apply = ofAddress(word, (address) => blocks.some((block) => block.holds(address)));
  return method(word, [0], apply, `net.IP.${word}(): bool`);
}

function containsIP(_: unknown, block: unknown, other: unknown): unknown {
  const address = typeof other === 'string' ? readAddress(other) : other;
  if (address instanceof Failure) return address;
  return block instanceof Block && address instanceof Address
    ? block.holds(address)
    : notTaken('containsIP', block, other);
}

function containsCIDR(_: unknown, block: unknown, other: unknown): unknown {
  const inner = typeof other === 'string' ? readBlock(other) : other;
  if (inner instanceof Failure) return inner;
  if (!(block instanceof Block && inner instanceof Block)) return notTaken('containsCIDR', block, other);
  return block.holds(inner.address, inner.prefix);
}
