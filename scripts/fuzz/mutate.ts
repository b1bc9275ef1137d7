/** Changes to texts and values as slips, cuts and attacks make them. */
import type { Below } from './numbers.ts';
import { oneOf } from './numbers.ts';

const INSERTED = [
  ...[
    '{',
    '}',
    '(',
    ')',
    '[',
    ']',
    '<',
    '>',
    '"',
    "'",
    '/*',
    '*/',
    '//',
    '\\',
    '#',
    ';',
    ',',
    '::',
    '->',
    '${',
    '$',
  ],
  ...[
    '#if 0\n',
    '#else\n',
    '#endif\n',
    '#define F(x) F(x)\n',
    'template <',
    'operator',
    '...',
    '~',
    '\0',
    '\ufeff',
  ],
  ...[
    'valueOf',
    '__proto__',
    'constructor',
    'hasOwnProperty',
    '0x',
    '1e999',
    '-1',
    'NaN',
    '99999999999999999999',
  ],
  ...[
    '// acl-perf: batch=',
    'return ',
    'auto ',
    '\u001b[2J',
    '\u202e',
    '\ud800',
    '流',
    '\r',
    '\n',
    '*'.repeat(40),
  ],
];

/** One to four times a stretch of words is cut out, doubled, moved, repeated, or has something put before it. */
export function mutatedText(text: string, below: Below): string {
  const words = text.split(/\b/);
  for (let changes = 1 + below(4); changes > 0; changes--) {
    const at = below(words.length + 1);
    const piece = words.slice(at, at + 1 + below(12));
    const change = below(5);
    if (change === 0) words.splice(at, piece.length);
    else if (change === 1) words.splice(at, 0, ...piece);
    else if (change === 2) words.splice(below(words.length), 0, ...words.splice(at, piece.length));
    else if (change === 3 && below(10) === 0) words.splice(at, 0, piece.join('').repeat(1 + below(300)));
    else words.splice(at, 0, oneOf(INSERTED, below));
  }
  return words.join('');
}

const VALUES: readonly unknown[] = [
  ...[null, true, '', 0, -1, 0.5, 1e308, -1e308, 2 ** 53, 1e-320, [], {}, [[]], '__proto__', 'constructor'],
  ...['file://host/x', '\\\\host\\x', '\u001b[2J', 'x'.repeat(5000), { __proto__: 1 }, { toString: 1 }],
];

type Holder = Record<string, unknown>;

/** Every object and list in the value, itself first. */
function holders(value: unknown, found: Holder[] = []): Holder[] {
  if (typeof value !== 'object' || value === null) return found;
  found.push(value as Holder);
  for (const one of Object.values(value)) holders(one, found);
  return found;
}

/** A copy in which one to four members are gone, others', doubled or of another kind; at times another value altogether. */
export function mutatedValue(value: unknown, below: Below): unknown {
  if (below(50) === 0) return structuredClone(oneOf(VALUES, below));
  const copy = structuredClone(value);
  for (let changes = 1 + below(4); changes > 0; changes--) {
    const found = holders(copy);
    if (found.length > 0) change(oneOf(found, below), found, below);
  }
  return copy;
}

function change(holder: Holder, all: readonly Holder[], below: Below): void {
  const keys = Object.keys(holder);
  const key = keys.length > 0 ? oneOf(keys, below) : 'x';
  const put = (name: string, value: unknown): void =>
    void Object.defineProperty(holder, name, { value, enumerable: true, configurable: true, writable: true });
  const what = below(6);
  const old = holder[key];
  if (what === 0) Reflect.deleteProperty(holder, key);
  else if (what === 1 && typeof old === 'number') put(key, old * oneOf([-1, 0, 1e-9, 1e9, 3, 1e300], below));
  else if (what === 2 && typeof old === 'string') put(key, mutatedText(old, below));
  else if (what === 3) put(key, structuredClone(oneOf(all, below)));
  else if (what === 4 && Array.isArray(holder)) holder.push(structuredClone(old));
  else put(below(8) === 0 ? '__proto__' : key, structuredClone(oneOf(VALUES, below)));
}

/** Bytes of which some are others, gone or doubled. */
export function mutatedBytes(bytes: Buffer, below: Below): Buffer {
  const all = [...bytes];
  for (let changes = 1 + below(6); changes > 0; changes--) {
    const at = below(all.length);
    if (below(3) === 0) all.splice(at, 1 + below(20));
    else if (below(2) === 0) all.splice(at, 0, ...all.slice(at, at + 1 + below(40)));
    else all[at] = below(256);
  }
  return Buffer.from(all);
}
