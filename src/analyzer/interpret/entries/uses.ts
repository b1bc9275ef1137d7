/** Which functions give the device work that nothing at hand has come to, and which of them use which: told from text. */
import { oncePer } from '../../../base/once.ts';
import { givesWork, runtimeRow } from '../../acl/catalogue.ts';
import { push } from '../../../base/push.ts';
import type { SymbolTable } from '../../program/symbols.ts';
import { lastName } from '../../program/qualified.ts';
import { wordsOf } from '../../program/words.ts';
import { handledIn, type Handled } from './handles.ts';
import type { FunctionDeclaration, Statement } from '../../syntax/ast.ts';
import { asStatement, visitExpressions } from '../../syntax/visit.ts';

/** The functions of the files that have a body, in the order of the files. */
export const bodiesIn = (symbols: SymbolTable): FunctionDeclaration[] =>
  symbols.functions.values().filter(({ body }) => body !== undefined);

/** The last names of all that the statements name or call, lambdas included. */
const mentionsIn = oncePer((statements: readonly Statement[]): ReadonlySet<string> => {
  const names = new Set<string>();
  visitExpressions(statements, (expression) => {
    if (expression.kind === 'name') names.add(lastName(expression.name));
    else if (expression.kind === 'call' && expression.callee.kind === 'member')
      names.add(expression.callee.name);
  });
  return names;
});

/** Functions by who uses them. A use is a name in the text; of a method, in a text that knows its class. */
export class Uses {
  /** Those whose own text gives the device work. */
  readonly working: readonly FunctionDeclaration[];
  private readonly users = new Map<string, FunctionDeclaration[]>();

  constructor(
    private readonly symbols: SymbolTable,
    readonly functions: readonly FunctionDeclaration[],
  ) {
    this.working = functions.filter((one) => {
      const names = [...this.mentions(one)];
      for (const name of names) push(this.users, name, one);
      return names.some((name) => this.isWork(name));
    });
  }

  private mentions({ body = [], initializers }: FunctionDeclaration): Set<string> {
    const names = new Set(mentionsIn(body));
    for (const { args } of initializers)
      for (const name of mentionsIn(args.map(asStatement))) names.add(name);
    for (const name of [...names]) for (const inner of this.inMacro(name)) names.add(inner);
    return names;
  }

  private isWork(name: string): boolean {
    const row = runtimeRow(name);
    const rows = row ? [row] : this.symbols.calls.mayBe(lastName(name));
    return rows.some(givesWork);
  }

  private inMacro(name: string): string[] {
    const [macro] = this.symbols.macros.named(name);
    return macro ? [...macro.body.matchAll(/\b([A-Za-z_]\w*)\s*\(/g)].map(([, called = '']) => called) : [];
  }

  handles(one: FunctionDeclaration): Handled {
    return handledIn(this.symbols, one);
  }

  usersOf(one: FunctionDeclaration): FunctionDeclaration[] {
    const all = this.users.get(lastName(one.name)) ?? [];
    return all.filter((user) => user !== one && this.knows(user, one));
  }

  private knows(user: FunctionDeclaration, { owner }: FunctionDeclaration): boolean {
    if (owner === undefined || user.owner === owner) return true;
    const names = this.namesOf(owner);
    if (this.handles(user).classes.has(owner)) return true;
    const own = user.owner === undefined ? undefined : this.symbols.findClass(user.owner);
    return [user.chunk, own?.chunk].some((chunk) => chunk && names.some((name) => wordsOf(chunk).has(name)));
  }

  /** Of a class and of its bases. */
  private namesOf(owner: string): string[] {
    const bases = this.symbols.findClass(owner)?.bases ?? [];
    return [owner, ...bases].map(lastName);
  }
}

/** Those of the functions that give the device work, themselves or through what they use, the users of each behind it. */
export function workers(uses: Uses, isOpen: (one: FunctionDeclaration) => boolean): Set<FunctionDeclaration> {
  const found = new Set(uses.working.filter(isOpen));
  for (const one of found) for (const user of uses.usersOf(one)) if (isOpen(user)) found.add(user);
  return found;
}

/** Those that none of the others uses; where they go round in a circle, all. */
export function rootsOf(uses: Uses, all: ReadonlySet<FunctionDeclaration>): FunctionDeclaration[] {
  const roots = [...all].filter((one) => !uses.usersOf(one).some((user) => all.has(user)));
  return roots.length ? roots : [...all];
}
