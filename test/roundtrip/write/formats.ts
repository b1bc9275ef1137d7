/** How code is laid out and named: the choice `fmt`. */
import type { Block, Code } from './code.ts';

interface Format {
  indent: string;
  /** The brace on the head's line, or on the next. */
  brace: 'same' | 'next';
  /** A single statement under a condition or loop goes without braces. */
  bare: boolean;
  /** A comment before blocks at file scope. */
  comment?: string;
  /** Names by what they name: `$variable`, `@function`, `^type`, `~constant`. */
  names: Record<'$' | '@' | '^' | '~', (name: string) => string>;
}

const words = (name: string): string[] => name.split('_').filter((word) => word !== '');
const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
/** The underscore at a member's end stays. */
const ending = (name: string): string => (name.endsWith('_') ? '_' : '');

const snake = (name: string): string => name;
const pascal = (name: string): string => words(name).map(capital).join('') + ending(name);
const camel = (name: string): string => {
  const [first = '', ...rest] = words(name);
  return first + rest.map(capital).join('') + ending(name);
};
const upper = (name: string): string => name.toUpperCase();
const constant = (name: string): string => `k${pascal(name)}`;
/** Hungarian members, as in older Windows-minded code. */
const member = (name: string): string => (name.endsWith('_') ? `m_${camel(name.slice(0, -1))}` : camel(name));

/** The simplest first. */
export const formats: Record<string, Format> = {
  kr: {
    indent: '    ',
    brace: 'same',
    bare: false,
    names: { $: snake, '@': snake, '^': pascal, '~': upper },
  },
  google: {
    indent: '  ',
    brace: 'same',
    bare: true,
    names: { $: snake, '@': pascal, '^': pascal, '~': constant },
  },
  'allman-cn': {
    indent: '    ',
    brace: 'next',
    bare: false,
    comment: '// 处理一路数据',
    names: { $: camel, '@': pascal, '^': pascal, '~': upper },
  },
  gnu: {
    indent: '  ',
    brace: 'next',
    bare: true,
    names: { $: snake, '@': snake, '^': (n) => `${n}_t`, '~': snake },
  },
  tabs: {
    indent: '\t',
    brace: 'same',
    bare: true,
    names: { $: member, '@': camel, '^': pascal, '~': constant },
  },
  'one-line': {
    indent: '',
    brace: 'same',
    bare: false,
    names: { $: camel, '@': camel, '^': pascal, '~': constant },
  },
};

/** The text of code in a format. */
export function print(code: readonly Code[], format: Format): string {
  const text = code.flatMap((item) => linesOf(item, format, 0)).join('\n');
  return text.replace(/([$@^~])([a-z][a-z0-9_]*)/g, (whole, sigil: '$' | '@' | '^' | '~', name: string) => {
    // A destructor's tilde stands before a type, which has a sigil of its own.
    return Object.hasOwn(format.names, sigil) ? format.names[sigil](name) : whole;
  });
}

function linesOf(code: Code, format: Format, depth: number): string[] {
  const pad = format.indent.repeat(depth);
  if (typeof code === 'string')
    return [/^(public|private):$/.test(code) || code.startsWith('#') ? code : pad + code];
  const comment = depth === 0 && format.comment !== undefined ? [format.comment] : [];
  return [...comment, ...blockLines(code, format, depth, pad)];
}

function blockLines(code: Block, format: Format, depth: number, pad: string): string[] {
  const { head, body, tail = '' } = code;
  const inner = body.flatMap((item) => linesOf(item, format, depth + 1));
  if (format.bare && isBare(code)) return [pad + head, ...inner];
  const open =
    format.brace === 'next' && head !== ''
      ? [pad + head, `${pad}{`]
      : [`${pad}${head}${head === '' ? '' : ' '}{`];
  return [...open, ...inner, `${pad}}${tail}`];
}

function isBare({ head, body, tail }: Block): boolean {
  const [only, ...others] = body;
  return (
    /^(if|for|while) /.test(head) && (tail ?? '') === '' && typeof only === 'string' && others.length === 0
  );
}
