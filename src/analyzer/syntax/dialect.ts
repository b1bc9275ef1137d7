/** What compilers take and the grammar does not, written as it does. */

const NAMED_REST = /^([ \t]*#[ \t]*define[ \t]+\w+\((?:[^()\n]*[^\w()\n])?)(\w+)([ \t]*\.\.\.[ \t]*\))/gm;
const MEMBER_POINTER = /(\(\s*)((?:\w+(?:<[^<>()]*>)?\s*::\s*)+)(?=\*(?!\/))/g;
const MEMBER_OF_POINTEE = /->\*(?!\/)/g;
const UNNAMED_ENUM = /\b(enum[ \t]*)(:[ \t]*\w[\w \t:]{0,60})\{/g;
const USING_PACK = /\busing [\w:]+(?:\(\))? ?\.\.\.(?=;)/g;
const DELETED_ARRAY = /(\bdelete\s*)\[(\s*)\](?=\s*\()/g;

/**
 * The text with offsets unchanged: blanked are what stands in a comment that never ends, the brackets of `delete[](p)`,
 * which the grammar takes for a lambda's, and the name of the rest of a macro's arguments, `args` of
 * `#define LOG(format, args...)`, that GNU compilers know, and the dots of `using Fs::operator()...;`.
 * Pointers to members become what the grammar knows: `(T::*f)(…)` a pointer to a function, and `p->*f` the same of an object.
 */
export function plainDialect(text: string): string {
  const ended = blankOpenComment(text);
  const arrays = ended.includes('delete') ? ended.replace(DELETED_ARRAY, '$1 $2 ') : ended;
  return plainRest(plainMembers(plainEnums(arrays)));
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
