import { Failure, type Kind, Special } from './kinds.ts';

const V4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;
const GROUP = /^[0-9a-fA-F]{1,4}$/;

const NOT_AN_IP: Failure = new Failure('not an IP address');
const NOT_A_CIDR: Failure = new Failure('not a CIDR block');

/** An IP address. */
export class Address extends Special {
  readonly family: 4 | 6;
  readonly value: bigint;

  constructor(family: 4 | 6, value: bigint) {
    super();
    this.family = family;
    this.value = value;
  }

  override get kind(): Kind {
    return 'ip';
  }

  override toString(): string {
    return this.family === 4 ? textOfV4(this.value) : textOfV6(this.value);
  }
}

/** A block of IP addresses: what begins with the first `prefix` bits of the address. */
export class Block extends Special {
  readonly address: Address;
  readonly prefix: number;

  constructor(address: Address, prefix: number) {
    super();
    this.address = address;
    this.prefix = prefix;
  }

  override get kind(): Kind {
    return 'cidr';
  }

  override toString(): string {
    return `${this.address.toString()}/${this.prefix}`;
  }

  holds(address: Address, prefix: number = bitsOf(address.family)): boolean {
    if (address.family !== this.address.family || prefix < this.prefix) return false;
    return firstBits(address, this.prefix) === firstBits(this.address, this.prefix);
  }
}

function bitsOf(family: 4 | 6): number {
  return family === 4 ? 32 : 128;
}

function firstBits({ family, value }: Address, prefix: number): bigint {
  return value >> BigInt(bitsOf(family) - prefix);
}

/** The address with all bits beyond the prefix cleared. */
export function masked({ address, prefix }: Block): Block {
  const rest = BigInt(bitsOf(address.family) - prefix);
  return new Block(new Address(address.family, (address.value >> rest) << rest), prefix);
}

/**
 * An address out of text. IPv4 without leading zeros; IPv6 without zone. An IPv4 address in the clothes of IPv6 is none,
 * so that it can't slip past a block of IPv4.
 */
export function readAddress(text: string): Address | Failure {
  if (V4.test(text))
    return new Address(
      4,
      text.split('.').reduce((value, part) => value * 256n + BigInt(part), 0n),
    );
  const value = text.length > 45 || !text.includes(':') ? undefined : readV6(text);
  return value === undefined || value >> 32n === 0xffffn ? NOT_AN_IP : new Address(6, value);
}

function readV6(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  const groups = [...head, ...Array<string>(missing).fill('0'), ...tail];
  if (!groups.every((group) => GROUP.test(group))) return undefined;
  return groups.reduce((value, group) => value * 65_536n + BigInt(`0x${group}`), 0n);
}

/** A block out of text such as `10.0.0.0/8`. */
export function readBlock(text: string): Block | Failure {
  const match = /^([^/]+)\/(0|[1-9]\d{0,2})$/.exec(text);
  const address = match === null ? NOT_AN_IP : readAddress(match[1] ?? '');
  const prefix = Number(match?.[2]);
  return address instanceof Failure || prefix > bitsOf(address.family) ? NOT_A_CIDR : new Block(address, prefix);
}

function textOfV4(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.');
}

function textOfV6(value: bigint): string {
  const groups = Array.from({ length: 8 }, (_, index) => ((value >> BigInt(112 - 16 * index)) & 65_535n).toString(16));
  const zeros = [...groups.join(':').matchAll(/(?:^|:)0(?::0)+(?=:|$)/g)].map(([run]) => run);
  const longest = zeros.toSorted((left, right) => right.length - left.length)[0];
  if (longest === undefined) return groups.join(':');
  return groups.join(':').replace(longest, '::').replace(/:{3,}/, '::');
}
