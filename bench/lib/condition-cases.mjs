// The expressions that are timed, each beside the function that someone would write by hand for it, and data.

/** Local hours in a zone as a careful hand would count them: offsets cached by quarter of an hour. */
const format = new Intl.DateTimeFormat('en-US', {
  timeZone: 'Europe/Berlin',
  hourCycle: 'h23',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
});
const offsets = new Map();
function hoursInBerlin(now) {
  const bucket = Math.floor(now / 900_000);
  let offset = offsets.get(bucket);
  if (offset === undefined) {
    const part = Object.fromEntries(
      format.formatToParts(bucket * 900_000).map(({ type, value }) => [type, Number(value)]),
    );
    offset = Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second) - bucket * 900_000;
    offsets.set(bucket, offset);
  }
  return new Date(now + offset).getUTCHours();
}

export const CASES = [
  {
    name: '==',
    text: 'resource.properties.risk == "high"',
    hand: (a) => a.resource.properties.risk === 'high',
  },
  {
    name: 'in && ==',
    text: 'subject.type in ["user", "agent"] && context.args.currency == "EUR"',
    hand: (a) => (a.subject.type === 'user' || a.subject.type === 'agent') && a.context.args.currency === 'EUR',
  },
  {
    name: '<= && startsWith || >',
    text: 'context.args.amount <= 100 && context.args.path.startsWith("src/") || subject.properties.level > 3',
    hand: (a) =>
      (a.context.args.amount <= 100 && a.context.args.path.startsWith('src/')) || a.subject.properties.level > 3,
  },
  {
    name: 'exists, 5 items',
    text: 'context.hosts.exists(h, h.endsWith(".example.org"))',
    hand: (a) => a.context.hosts.some((host) => host.endsWith('.example.org')),
  },
  {
    name: 'two zoned getHours',
    text: 'now.getHours("Europe/Berlin") >= 9 && now.getHours("Europe/Berlin") < 23',
    hand: (a) => hoursInBerlin(a.now) >= 9 && hoursInBerlin(a.now) < 23,
  },
  {
    name: 'has && !=',
    text: 'has(context.args.note) && context.args.note != "ok"',
    hand: (a) => Object.hasOwn(a.context.args, 'note') && a.context.args.note !== 'ok',
  },
];

/** Attributes that are not there: an error that is absorbed, and one that is the result. */
export const MISSING = [
  { name: 'missing, absorbed', text: 'context.args.missing == 1 || true' },
  { name: 'missing, raised', text: 'context.args.missing == 1' },
  { name: 'missing base, raised', text: 'context.nothing.at.all == 1' },
];

const KINDS = [
  (n) => [`resource.properties.p${n} == "v${n}"`, `a.resource.properties.p${n} === "v${n}"`],
  (n) => [`subject.properties.level > ${n}`, `a.subject.properties.level > ${n}`],
  (n) => [
    `context.args.amount <= ${n * 10} && context.args.path.startsWith("src/${n}")`,
    `a.context.args.amount <= ${n * 10} && a.context.args.path.startsWith("src/${n}")`,
  ],
  (n) => [`"role${n}" in subject.properties.roles`, `a.subject.properties.roles.includes("role${n}")`],
  (n) => [
    `has(context.args.note) && context.args.note != "n${n}"`,
    `Object.hasOwn(a.context.args, "note") && a.context.args.note !== "n${n}"`,
  ],
  (n) => [`context.hosts.exists(h, h == "h${n}")`, `a.context.hosts.some((host) => host === "h${n}")`],
];

/** Sixty rules, no two alike. The hand-written ones are made of source too, so that each has a code of its own. */
export const MIX = Array.from({ length: 60 }, (_, index) => {
  const [text, hand] = KINDS[index % KINDS.length](index);
  return { text, hand: new Function('a', `return ${hand};`) };
});

/** Questions in so many shapes: members in another order, and with others between them. */
export function activations(shapes) {
  return Array.from({ length: shapes }, (_, shape) => ({
    subject: {
      type: shape % 2 ? 'agent' : 'user',
      id: `s${shape}`,
      properties: shaped(shape, { level: shape % 7, roles: ['viewer', `role${shape}`] }),
    },
    action: { name: 'call', properties: {} },
    resource: {
      type: 'tool',
      id: `r${shape}`,
      properties: shaped(shape, { risk: shape % 3 ? 'low' : 'high', [`p${shape}`]: `v${shape}` }),
    },
    context: shaped(shape, {
      args: shaped(shape, {
        amount: shape * 7,
        currency: 'EUR',
        path: `src/${shape}/main.ts`,
        ...(shape % 2 ? { note: 'late' } : {}),
      }),
      hosts: ['a.example.com', 'b.example.com', 'c.example.com', 'h5', 'd.example.org'],
    }),
    now: Date.UTC(2026, 2, 8, 14, 30) + shape * 60_000,
  }));
}

function shaped(shape, members) {
  const own = shape === 0 ? {} : { [`x${shape}`]: shape };
  return JSON.parse(JSON.stringify(shape % 2 ? { ...own, ...members } : { ...members, ...own }));
}
