/** What compilers take and the grammar does not, written as it does. */
import { plainLaunches } from './kernel-launches.ts';

const NAMED_REST = /^([ \t]*#[ \t]*define[ \t]+\w+\((?:[^()\n]*[^\w()\n])?)(\w+)([ \t]*\.\.\.[ \t]*\))/gm;
const MEMBER_POINTER = /(\(\s*)((?:\w+(?:<[^<>()]*>)?\s*::\s*)+)(?=\*(?!\/))/g;
const MEMBER_OF_POINTEE = /->\*(?!\/)/g;
const UNNAMED_ENUM = /\b(enum[ \t]*)(:[ \t]*\w[\w \t:]{0,60})\{/g;
const USING_PACK = /\busing [\w:]+(?:\(\))? ?\.\.\.(?=;)/g;
const TYPENAME_OF_VALUE = /\btypename(?=\s+\w+(?:<[^<>;{}]{0,80}>)?(?:\s*::\s*\w+)+\s*[({])/g;
/** `class EXPORT Name : public Base {`: what a macro says of a class to the linker. */
const CLASS_WORD =
  /\b((?:class|struct)[ \t]+)([A-Z][A-Z0-9_]{2,})(?=[ \t]+(?!final\b)\w+(?:\s+final)?\s*(?::(?!:)|\{))/g;
const DELETED_ARRAY = /(\bdelete\s*)\[(\s*)\](?=\s*\()/g;

/**
 * The text with offsets unchanged: blanked are what stands in a comment that never ends, the brackets of `delete[](p)`,
 * which the grammar takes for a lambda's, and the name of the rest of a macro's arguments, `args` of
 * `#define LOG(format, args...)`, that GNU compilers know, the dots of `using Fs::operator()...;`, and `typename` before what makes a value.
 * So are macros between `class` and a name, and those that the text itself makes empty, and Qt's own words for signals and slots become C++.
 * A macro of the text itself for the head of an endless loop is that head.
 * So do the device compiler's words and launches of kernels. Pointers to members become what the grammar knows: `(T::*f)(…)` a pointer to a function, and `p->*f` the same of an object.
 */
export function plainDialect(text: string): string {
  const ended = plainEndless(blankEmptyMacros(plainQt(blankOpenComment(text))));
  const arrays = ended.includes('delete') ? ended.replace(DELETED_ARRAY, '$1 $2 ') : ended;
  return plainLaunches(plainRest(plainMembers(plainEnums(plainValues(plainClasses(arrays))))));
}

function plainClasses(text: string): string {
  return text.replace(CLASS_WORD, (_, before: string, word: string) => `${before}${' '.repeat(word.length)}`);
}

/** `typename T::tag{}` makes a value, as `T::tag{}` does. */
function plainValues(text: string): string {
  return text.includes('typename') ? text.replace(TYPENAME_OF_VALUE, '        ') : text;
}

/** `enum : int {`, which has a base and no name, as one without a base. */
function plainEnums(text: string): string {
  if (!text.includes('enum')) return text;
  return text.replace(
    UNNAMED_ENUM,
    (_, before: string, base: string) => `${before}${' '.repeat(base.length)}{`,
  );
}

function plainMembers(text: string): string {
  const declared = text.includes('::*')
    ? text.replace(MEMBER_POINTER, (_, open: string, scope: string) => `${open}${' '.repeat(scope.length)}`)
    : text;
  return declared.includes('->*') ? declared.replace(MEMBER_OF_POINTEE, ' .*') : declared;
}

function plainRest(text: string): string {
  if (!text.includes('...')) return text;
  const declared = text.replace(USING_PACK, (whole) => `${whole.slice(0, -3)}   `);
  return declared.replace(
    NAMED_REST,
    (_, before: string, name: string, after: string) => `${before}${' '.repeat(name.length)}${after}`,
  );
}

/** What may hold the signs of a comment, ended or not: raw strings, strings, characters and comments themselves. */
const OPAQUE =
  /R"([^()\\\s]{0,16})\([\s\S]*?(?:\)\1"|$)|"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.){1,8}'|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g;

/** Each sign of a comment in it would be another try of the parser that goes on to the end; the first alone is left. */
function blankOpenComment(text: string): string {
  if (text.lastIndexOf('/*') < text.lastIndexOf('*/') - 1) return text;
  for (const { 0: part, index } of text.matchAll(OPAQUE)) {
    if (!part.startsWith('/*') || (part.length >= 4 && part.endsWith('*/'))) continue;
    return text.slice(0, index + 2) + part.slice(2).replace(/[^\n]/g, ' ');
  }
  return text;
}

const EMPTY_MACRO = /^[ \t]*#[ \t]*define[ \t]+(\w+)[ \t]*(?:\/[/*].*)?$/gm;
/** `#define emit`, `#define CALLBACK`: their uses are nothing to C++, and words out of place to a parser. */
function blankEmptyMacros(text: string): string {
  const names = new Set([...text.matchAll(EMPTY_MACRO)].map(([, name]) => name ?? ''));
  return names.size ? blankWords(text, names) : text;
}

const QT_WORD = /\b(?:emit|Q_EMIT|signals|Q_SIGNALS|slots|Q_SLOTS)\b/;
const QT_EMPTY = new Set(['emit', 'Q_EMIT', 'Q_OBJECT', 'slots', 'Q_SLOTS']);
const ACCESS_MACRO = /^[ \t]*#[ \t]*define[ \t]+(\w+)[ \t]+(?:public|protected|private)[ \t]*$/gm;

/** `emit done();`, `signals:` and `public slots:` of a text that includes Qt's headers or has its objects, and others' labels like these. */
function plainQt(text: string): string {
  const isQt = QT_WORD.test(text) && /\bQ_OBJECT\b|#\s*include\s*<Q[A-Z]/.test(text);
  const labels = [...text.matchAll(ACCESS_MACRO)].map(([, name]) => name ?? '');
  if (isQt) labels.push('signals', 'Q_SIGNALS');
  if (!labels.length) return text;
  const label = new RegExp(`\\b(?:${labels.join('|')})[ \\t]*:(?!:)`, 'g');
  const plain = text.replace(label, (whole) => ' '.repeat(whole.length));
  return isQt ? blankWords(plain, QT_EMPTY) : plain;
}

const ENDLESS_MACRO =
  /^[ \t]*#[ \t]*define[ \t]+(\w+)[ \t]+(?:for[ \t]*\([ \t]*;[ \t]*;[ \t]*\)|while[ \t]*\([ \t]*(?:1|true)[ \t]*\)|;[ \t]*;)[ \t]*(?:\/[/*].*)?$/gm;

/** `FOREVER { … }` and `for (EVER) { … }` of a text's own macros, where the words have room for what they stand for. */
function plainEndless(text: string): string {
  const heads = new Map<string, string>();
  for (const [whole, name = ''] of text.matchAll(ENDLESS_MACRO))
    heads.set(
      name,
      /\b(?:for|while)\b/.test(whole.slice(whole.indexOf(name) + name.length)) ? 'for(;;)' : ';;',
    );
  if (!heads.size) return text;
  return inCode(text, (code) =>
    code.replace(/^[ \t]*#.*$|\b([A-Za-z_]\w*)\b\s*/gm, (part, name: string | undefined) => {
      const head = name === undefined ? undefined : heads.get(name);
      if (head === undefined || part.length < head.length) return part;
      return head + part.slice(head.length).replace(/\S/g, ' ');
    }),
  );
}

/** Blanks the names where they stand as code; the text's length stays. */
function blankWords(text: string, names: ReadonlySet<string>): string {
  return inCode(text, (code) => blankInCode(code, names));
}

/** The text with its code changed, and its strings and comments left. */
function inCode(text: string, change: (code: string) => string): string {
  let result = '';
  let done = 0;
  for (const { 0: part, index } of text.matchAll(OPAQUE)) {
    result += change(text.slice(done, index)) + part;
    done = index + part.length;
  }
  return result + change(text.slice(done));
}

/** Lines of the preprocessor are left: a name is asked for there, or made. */
function blankInCode(code: string, names: ReadonlySet<string>): string {
  return code.replace(/^[ \t]*#.*$|\b[A-Za-z_]\w*\b/gm, (part) =>
    names.has(part) ? ' '.repeat(part.length) : part,
  );
}
