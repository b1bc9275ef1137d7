/** What is waited for: threads, and the futures of what they do. */
import { lastName } from '../../program/qualified.ts';
import type { TypeName } from '../../syntax/ast.ts';
import type { Interpreter } from '../interpreter.ts';

export const isAwaitable = (typeName: string): boolean =>
  /^(j?thread|(shared_)?future)$/.test(lastName(typeName));

/** Items that are threads or futures, or have one among their members. */
export const holdsThreads = ({ symbols }: Interpreter, type: TypeName | undefined): boolean =>
  type !== undefined &&
  (isAwaitable(type.name) ||
    symbols.findClass(type.name)?.fields.some((field) => isAwaitable(field.type.name)) === true);
