/**
 * Where chaperone differs from `matchesPermission` on purpose. All but the first are narrower: upstream grants, and
 * chaperone does not. `holds` gets the segments of both texts.
 */
export const DIFFERENCES = [
  {
    name: 'one segment is no permission',
    holds: (granted, required) => required.length === 1 || (granted.length === 1 && granted[0] !== '*'),
  },
  {
    name: '`*` as an id is refused',
    holds: (granted) => granted.length === 3 && granted[2] === '*',
  },
  {
    name: 'the id is the whole rest of the text',
    holds: (granted, required) =>
      Math.max(granted.length, required.length) > 3 && granted.slice(2).join(':') !== required.slice(2).join(':'),
  },
  {
    name: '`*` as a type leaves out `secret`',
    holds: (granted, required) => granted.length > 1 && granted[0] === '*' && required[0] === 'secret',
  },
];

/** Upstream throws for these as the first segment of a grant; here they are words like any other. */
export const PROTOTYPE_NAMES = 'a name of Object.prototype is a word';
