/** Globals whose making does something: in C++ they are made before `main` begins, whether it names them or not. */
import type { ClassDeclaration, GlobalDeclaration, Statement, Variable } from '../../syntax/ast.ts';
import type { FileFacts } from '../../syntax/facts.ts';
import { lastName } from '../../program/qualified.ts';
import type { Interpreter } from '../interpreter.ts';
import { cellOf, findCell } from '../names/lookup.ts';
import { Frame } from '../names/frame.ts';

/** Makes them in their order: what they put into tables of the program is found where it looks there. */
export function makeRegistrars(run: Interpreter, files: Iterable<FileFacts>): void {
  for (const { declarations } of files)
    for (const one of declarations) {
      if (one.kind === 'global' && acts(run, one.variable)) cellOf(run, one);
      else if (one.kind === 'class') makeStatics(run, one);
    }
}

/** `static inline const bool registered = add(…);`: that of a template is made only for arguments that someone uses. */
function makeStatics(run: Interpreter, { name, fields, template, chunk }: ClassDeclaration): void {
  if (template) return;
  for (const field of fields)
    if (field.isStatic && hasStart(field) && acts(run, field))
      findCell(run, field.name, new Frame(`${name}::`, chunk, undefined));
}

const hasStart = ({ initial, args }: Variable): boolean => initial !== undefined || args !== undefined;

/** Whether what makes a global runs statements of the program. */
function acts(
  run: Interpreter,
  { initial, isExtern, isThreadLocal, type, dims }: GlobalDeclaration['variable'],
): boolean {
  if (isExtern || isThreadLocal || dims.length) return false;
  if (initial?.kind === 'call' && callsOwn(run, initial)) return true;
  if (type.pointers > 0 || type.reference) return false;
  return run.symbols
    .lineage(run.symbols.resolveType(type).name)
    .some(({ name }) => isMadeByStatements(run, name));
}

/** `Registry::instance().add(…)`, `add_case(…)` of the program's own, which do more than say a value. */
function callsOwn(run: Interpreter, { callee }: Extract<Variable['initial'], { kind: 'call' }>): boolean {
  if (callee.kind !== 'name' && callee.kind !== 'member') return false;
  return run.symbols.functions.named(callee.name).some(({ body }) => body && !saysValue(body));
}

const saysValue = ([first]: readonly Statement[]): boolean => first === undefined || first.kind === 'return';

function isMadeByStatements({ symbols }: Interpreter, className: string): boolean {
  return symbols.functions
    .named(className)
    .some(
      ({ name, owner, body }) => owner !== undefined && lastName(owner) === lastName(name) && body?.length,
    );
}
