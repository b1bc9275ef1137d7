/** Declarations among the arguments of macros, as in `ASSIGN_OR_RETURN(std::unique_ptr<Lane> lane, Open());`. */
import { scan } from './macro-arguments.ts';

const MACRO = /\b([A-Z][A-Z0-9_]{2,})\s*\(/g;
/** What a line ends with whose statement goes on in the next. */
const GOES_ON = /[,=(&|+*?<>!:[-]$/;
/** A type and a name: `const Frame &frame`, `auto x`. */
const DECLARED =
  /^\s*((?:(?:const|constexpr|struct|unsigned|signed|long|short)\s+)*(?:::)?[A-Za-z_]\w*(?:::\w+)*(?:\s*<[^()=;]*>)?(?:\s+const\b)?(?:\s+[*&]+|[*&]+\s+|\s+))[A-Za-z_]\w*\s*$/;
const NO_TYPE = /^(?:return|new|delete|throw|sizeof|typename|not|goto|case|else|co_\w+)\b/;
/** What makes an argument an expression: something is called in it. */
const CALL = /\w\s*(?:<[^;()]*>)?\(/;

/**
 * The text with the types of such declarations blanked, offsets unchanged: an argument is an expression for a parser. The
 * name is declared where the macro assigns to it, as with `auto`.
 */
export function blankMacroTypes(text: string): string {
  let result = '';
  let done = 0;
  for (const match of text.matchAll(MACRO)) {
    const open = match.index + match[0].length;
    const mayDeclare = open >= done && beginsStatement(text, match.index);
    const type = mayDeclare ? declaredType(text, match[1] ?? '', open) : undefined;
    if (!type) continue;
    result += text.slice(done, type.start) + text.slice(type.start, type.end).replace(/[^\n]/g, ' ');
    done = type.end;
  }
  return result + text.slice(done);
}

/** Whether what stands there begins a statement or a declaration, by what stands before it. */
export function beginsStatement(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 200), at);
  const ended = before.trimEnd();
  return /[;{})]$/.test(ended) || (before.slice(ended.length).includes('\n') && !GOES_ON.test(ended));
}

/** The type in the first argument of a use of a macro, where that declares what another argument gives. */
function declaredType(text: string, name: string, open: number): { start: number; end: number } | undefined {
  const { marks, close } = scan(text, open);
  const [comma] = marks;
  if (comma?.kind !== ',' || close === undefined) return undefined;
  const argument = text.slice(open, comma.at);
  const [whole, type] = DECLARED.exec(argument) ?? [];
  if (whole === undefined || type === undefined || NO_TYPE.test(type)) return undefined;
  const isCall = CALL.test(text.slice(comma.at + 1, close)) && !/^\s*[{:]/.test(text.slice(close + 1));
  if (!isCall || isClass(text, name)) return undefined;
  const start = open + argument.indexOf(type);
  return { start, end: start + type.length };
}

/** `LANE(Config config, std::function<void()> f);` in `class LANE` is a constructor. */
const isClass = (text: string, name: string): boolean =>
  new RegExp(`\\b(?:class|struct|union)\\s+(?:\\w+\\s+)?${name}\\b`).test(text);
