/** Edits within one C++ text: what a person types, pastes and deletes, sensible or not. */
import type { Draw } from './draw.ts';

/** The text after the edit; the same text where there is nothing to edit. */
export type TextEdit = (text: string, draw: Draw, other: string) => string;

const TOKEN = /[A-Za-z_]\w*|\d[\w.]*|"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\s+|[^\w\s]/g;

const tokensOf = (text: string): string[] => text.match(TOKEN) ?? [];

const namesIn = (text: string): string[] => text.match(/\b[A-Za-z_]\w*\b/g) ?? [];

const spliced = <T>(list: readonly T[], at: number, count: number, ...put: readonly T[]): T[] =>
  list.toSpliced(at, count, ...put);

function token(draw: Draw, other: string): string {
  const known = [
    '{',
    '}',
    '(',
    ')',
    ';',
    '#',
    '"',
    '/*',
    '*/',
    '0',
    ' x ',
    'return ',
    'static ',
    '\\\n',
    '<',
    '>',
  ];
  return draw.isOnce(2) ? draw.oneOf(known) : (draw.of(tokensOf(other)) ?? ' ');
}

const tokenEdit =
  (most: number, put: boolean): TextEdit =>
  (text, draw, other) => {
    const tokens = tokensOf(text);
    const count = draw.below(most + 1);
    return spliced(tokens, draw.below(tokens.length), count, ...(put ? [token(draw, other)] : [])).join('');
  };

/** An edit of the text's lines. */
const lineEdit =
  (change: (lines: readonly string[], draw: Draw, other: string) => string[]): TextEdit =>
  (text, draw, other) =>
    change(text.split('\n'), draw, other).join('\n');

const deleteLines = lineEdit((lines, draw) => spliced(lines, draw.below(lines.length), 1 + draw.below(5)));

const pasteLines = lineEdit((lines, draw, other) => {
  const all = other.split('\n');
  const from = draw.below(all.length);
  return spliced(lines, draw.below(lines.length), 0, ...all.slice(from, from + 1 + draw.below(6)));
});

const moveLines = lineEdit((lines, draw) => {
  const from = draw.below(lines.length);
  const count = 1 + draw.below(8);
  const rest = spliced(lines, from, count);
  return spliced(rest, draw.below(rest.length), 0, ...lines.slice(from, from + count));
});

/** Runtime calls and what stands around them. */
const STATEMENTS = [
  'aclmdlExecute(modelId, input, output);',
  'aclmdlExecuteAsync(modelId, input, output, stream);',
  'aclrtSynchronizeStream(stream);',
  'aclrtSynchronizeDevice();',
  'aclrtMemcpy(dst, 4096, src, 4096, ACL_MEMCPY_HOST_TO_DEVICE);',
  'aclrtMalloc(&dst, 1 << 20, ACL_MEM_MALLOC_HUGE_FIRST);',
  'for (int i = 0; i < 8; ++i) aclrtCreateStream(&stream);',
  'while (true) { aclmdlExecute(modelId, input, output); usleep(1000); }',
  'std::thread extra([] { aclrtSynchronizeDevice(); });',
  '// acl-perf: batch=16',
  '// acl-perf: ignore sync-device-in-loop',
  'if (aclrtSynchronizeStream(stream) != ACL_SUCCESS) return -1;',
];

/** After a line that ends a statement or opens a body. */
const insertStatement = lineEdit((lines, draw) => {
  const places = lines.flatMap((line, i) => (/[;{]\s*$/.test(line) ? [i + 1] : []));
  return spliced(lines, draw.of(places) ?? lines.length, 0, `    ${draw.oneOf(STATEMENTS)}`);
});

/** A call of a function of the workspace, or its name handed on. */
const insertCall = lineEdit((lines, draw, other) => {
  const called = [...other.matchAll(/\b(\w+)\s*\([^()]*\)\s*(?:const\s*)?\{/g)].map(([, name = '']) => name);
  const places = lines.flatMap((line, i) => (/[;{]\s*$/.test(line) ? [i + 1] : []));
  const name = draw.of(called) ?? 'work';
  return spliced(
    lines,
    draw.of(places) ?? lines.length,
    0,
    draw.isOnce(4) ? `  take(${name});` : `  ${name}();`,
  );
});

/** Names that a text asks about in `#if`, and others. */
function asked(text: string, draw: Draw): string {
  const inside = [...text.matchAll(/^[ \t]*#[ \t]*(?:if|ifdef|ifndef|elif)\b(.*)$/gm)].flatMap(
    ([, rest = '']) => namesIn(rest).filter((name) => name !== 'defined'),
  );
  return draw.of(inside) ?? draw.of(namesIn(text)) ?? 'FLAG';
}

const insertDefine = lineEdit((lines, draw, other) => {
  const text = lines.join('\n');
  const name = draw.isOnce(3) ? (draw.of(namesIn(text)) ?? 'FLAG') : asked(text, draw);
  const value = draw.oneOf(['', '1', '0', '4', draw.of(namesIn(other)) ?? '2']);
  const directive = draw.isOnce(6) ? `#undef ${name}` : `#define ${name} ${value}`.trimEnd();
  return spliced(lines, draw.below(draw.isOnce(2) ? lines.length : Math.min(12, lines.length)), 0, directive);
});

const deleteDirective = lineEdit((lines, draw) => {
  const directives = lines.flatMap((line, i) => (/^\s*#/.test(line) ? [i] : []));
  return spliced(lines, draw.of(directives) ?? lines.length, 1);
});

/** Two sides around some lines, of which one is compiled. */
const wrapInConditional = lineEdit((lines, draw) => {
  const from = draw.below(lines.length);
  const inside = lines.slice(from, from + 1 + draw.below(6));
  const otherSide = draw.isOnce(2) ? ['#else', draw.oneOf(STATEMENTS)] : [];
  const name = draw.oneOf(['FLAG', '__linux__', asked(lines.join('\n'), draw)]);
  const opening = draw.oneOf(['#ifdef', '#ifndef', '#if', '#if 2 <']);
  return spliced(lines, from, inside.length, `${opening} ${name}`, ...inside, ...otherSide, '#endif');
});

/** A function from elsewhere, or one that works. */
const insertFunction = lineEdit((lines, draw, other) => {
  const functions = other.match(/^[A-Za-z_][^\n;{}()]*\([^()]*\)[^\n;{}]*\{\n[\s\S]*?^\}/gm) ?? [];
  const own = `void added(int n) { ${draw.oneOf(STATEMENTS)} }`;
  const places = lines.flatMap((line, i) => (/^(\}.*|)$/.test(line) ? [i + 1] : []));
  return spliced(
    lines,
    draw.of(places) ?? lines.length,
    0,
    draw.isOnce(3) ? own : (draw.of(functions) ?? own),
  );
});

/** From a line at the margin to the next brace there. */
const deleteFunction: TextEdit = (text, draw) => {
  const found = [...text.matchAll(/^[A-Za-z_][^\n]*\n(?:[^}\n][^\n]*\n|\n)*\}[^\n]*\n/gm)];
  const one = draw.of(found);
  return one ? text.slice(0, one.index) + text.slice(one.index + one[0].length) : text;
};

/** One name becomes another everywhere in the text. */
const rename: TextEdit = (text, draw, other) => {
  const from = draw.of(namesIn(text));
  const to = draw.isOnce(2) ? `${from}2` : (draw.of(namesIn(other)) ?? 'other');
  return from === undefined ? text : text.replace(new RegExp(`\\b${from}\\b`, 'g'), to);
};

/** A number of the text becomes another. */
const changeNumber: TextEdit = (text, draw) => {
  const one = draw.of([...text.matchAll(/\b\d+\b/g)]);
  const to = draw.oneOf(['0', '1', '2', '7', '16', '1000000']);
  return one ? text.slice(0, one.index) + to + text.slice(one.index + one[0].length) : text;
};

const rewrapped: TextEdit = (text, draw) =>
  draw.oneOf([
    text.replace(/\n/g, '\r\n'),
    text.replace(/\r\n/g, '\n'),
    `${text}\n`,
    `\uFEFF${text}`,
    '',
    `${text}\0`,
  ]);

/** How often each kind is drawn, of the sum of all. */
export const textEdits: readonly (readonly [number, TextEdit])[] = [
  [10, tokenEdit(0, true)],
  [8, tokenEdit(3, false)],
  [8, tokenEdit(2, true)],
  [8, deleteLines],
  [8, pasteLines],
  [5, moveLines],
  [9, insertStatement],
  [6, insertCall],
  [8, insertDefine],
  [5, deleteDirective],
  [6, wrapInConditional],
  [5, insertFunction],
  [5, deleteFunction],
  [4, rename],
  [4, changeNumber],
  [1, rewrapped],
];
