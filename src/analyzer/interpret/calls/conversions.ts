/** Objects that stand for a handle: what `operator aclrtStream()` gives is what the runtime is given. */
import type { CatalogueRow } from '../../acl/catalogue.ts';
import type { FunctionDeclaration } from '../../syntax/ast.ts';
import { CONVERSION } from '../../syntax/lower-types.ts';
import type { Argument, Interpreter } from '../interpreter.ts';

/** The arguments as the runtime's function takes them. */
export function converted(run: Interpreter, row: CatalogueRow, args: readonly Argument[]): Argument[] {
  return args.map((arg, at) => (isGivenOn(row, at) ? arg : convertedOne(run, arg, wanted(row, at))));
}

/** What is handed on to a callback is the object itself. */
const isGivenOn = ({ userData, callback }: CatalogueRow, at: number): boolean =>
  at === userData || at === callback;

/** By what a class with several conversions tells which of them is meant. */
function wanted({ stream, event, context, model }: CatalogueRow, at: number): RegExp {
  if (at === stream) return /stream/i;
  if (at === event) return /event|notify/i;
  if (at === context) return /context/i;
  return at === model ? /int|size_t/ : /^(acl|hi_)|void/;
}

function convertedOne(run: Interpreter, arg: Argument, type: RegExp): Argument {
  if (arg.value.kind !== 'instance' || arg.text === 'this') return arg;
  const self = arg.value.instance;
  const rank = ({ returns }: FunctionDeclaration) => {
    if (returns.name === 'bool') return -1;
    return Number(type.test(returns.name));
  };
  const declaration = run.symbols.findMethod(self.className, CONVERSION, 0, rank);
  if (!declaration || declaration.returns.name === 'bool') return arg;
  const value = run.parts.invoke({ name: declaration.name, declaration, self }, [], arg.range);
  return value.kind === 'unknown' ? arg : { text: arg.text, range: arg.range, value };
}
