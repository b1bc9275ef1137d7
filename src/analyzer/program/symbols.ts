/** The declarations of one program's files by name. */
import type {
  AliasDeclaration,
  ClassDeclaration,
  Declaration,
  EnumeratorDeclaration,
  FunctionDeclaration,
  GlobalDeclaration,
  MacroDeclaration,
  TypeName,
} from '../syntax/ast.ts';
import type { FileFacts } from '../syntax/facts.ts';
import { KnownCalls } from './known-calls.ts';
import { push } from '../../base/push.ts';
import { Hierarchy } from './hierarchy.ts';
import { lastName, scopeName } from './qualified.ts';
import { matchAll } from './specialization.ts';
import { classOf } from './unseen-classes.ts';
import { isEither, isVariable } from './either-way.ts';

class Table<D extends Declaration> {
  private readonly byName = new Map<string, D[]>();

  add(declaration: D): void {
    const key = lastName(declaration.name);
    const same = this.byName.get(key);
    if (same) same.push(declaration);
    else this.byName.set(key, [declaration]);
  }

  /** All declarations whose last name that is. */
  named(name: string): readonly D[] {
    return this.byName.get(lastName(name)) ?? [];
  }

  values(): D[] {
    return [...this.byName.values()].flat();
  }
}

/** Aliases of aliases that are followed. */
const MAX_ALIASES = 8;

export class SymbolTable {
  readonly functions = new Table<FunctionDeclaration>();
  readonly classes = new Table<ClassDeclaration>();
  readonly globals = new Table<GlobalDeclaration>();
  readonly macros = new Table<MacroDeclaration>();
  readonly enumerators = new Table<EnumeratorDeclaration>();
  readonly aliases = new Table<AliasDeclaration>();
  private readonly methods = new Map<string, FunctionDeclaration[]>();
  /** Specializations of class templates, by the template's last name. */
  private readonly specializations = new Map<string, ClassDeclaration[]>();
  readonly hierarchy: Hierarchy;
  /** Last names of the classes that declare a virtual method. */
  private readonly polymorphic = new Set<string>();

  private readonly virtualOf = new Map<string, string[]>();
  /** Answers that are asked for at every step of an execution. */
  private readonly found = {
    classes: new Map<string, ClassDeclaration | undefined>(),
    lineages: new Map<string, readonly ClassDeclaration[]>(),
  };

  constructor(
    files: readonly FileFacts[],
    /** What is known of calls whose source is not at hand. */
    readonly calls = new KnownCalls(files),
  ) {
    const all = files.flatMap(({ declarations }) => declarations);
    for (const declaration of all) if (!isLocal(declaration) && !isEither(declaration)) this.add(declaration);
    for (const declaration of all)
      if (isEither(declaration) && isVariable(this, declaration.prototype)) this.add(declaration);
    for (const declaration of this.unrivalled(all.filter(isLocal))) this.add(declaration);
    this.addUnseen();
    this.hierarchy = new Hierarchy(this.classes.values(), (name, scope) => this.findClass(name, scope));
  }

  /** What functions declare in their bodies, where nothing else has its name: there it would hide what others mean. */
  private unrivalled(local: readonly Declaration[]): Declaration[] {
    const taken = [this.classes, this.enumerators, this.aliases];
    const isFree = (name: string) => !taken.some((table) => table.named(name).length);
    const isNamesake = (name: string) =>
      taken.some((table) => table.named(name).some((one) => one.name === name));
    const classes = new Map<string, ClassDeclaration>();
    for (const one of local)
      if (one.kind === 'class' && !isNamesake(one.name) && !classes.has(one.name)) classes.set(one.name, one);
    return local.filter((one) => {
      if (one.kind === 'class') return classes.get(one.name) === one;
      return one.kind === 'function' ? isInside(one, classes.get(one.owner ?? '')) : isFree(one.name);
    });
  }

  /** Adds the classes of which only methods are at hand. */
  private addUnseen(): void {
    const owners = new Map<string, FunctionDeclaration[]>();
    for (const method of this.functions.values())
      if (method.owner && method.body && !this.classes.named(method.owner).length)
        push(owners, method.owner, method);
    const isClass = (name: string) => owners.has(name) || this.classes.named(name).length > 0;
    for (const [owner, methods] of owners) {
      const found = classOf(owner, methods, isClass);
      if (found) this.classes.add(found);
    }
  }

  private add(declaration: Declaration): void {
    switch (declaration.kind) {
      case 'function':
        this.functions.add(declaration);
        if (!declaration.owner) break;
        push(this.methods, `${lastName(declaration.owner)}::${lastName(declaration.name)}`, declaration);
        if (declaration.isVirtual) this.addVirtual(lastName(declaration.owner), lastName(declaration.name));
        break;
      case 'class':
        this.classes.add(declaration);
        if (declaration.specialized)
          push(this.specializations, lastName(declaration.name).replace(/<.*/, ''), declaration);
        break;
      case 'global':
        this.globals.add(declaration);
        break;
      case 'macro':
        this.macros.add(declaration);
        break;
      case 'enumerator':
        this.enumerators.add(declaration);
        break;
      case 'alias':
        this.aliases.add(declaration);
    }
  }

  private addVirtual(owner: string, name: string): void {
    this.polymorphic.add(owner);
    if (!name.startsWith('~')) push(this.virtualOf, owner, name);
  }

  /** The class of that name as seen from `scope`; aliases are followed. */
  findClass(name: string, scope = ''): ClassDeclaration | undefined {
    return memoized(this.found.classes, `${name} ${scope}`, () => this.lookUpClass(name, scope));
  }

  private lookUpClass(name: string, scope: string): ClassDeclaration | undefined {
    const plain = this.resolveAlias(name);
    const all = this.classes.named(plain);
    if (!scope || plain.includes('::')) return best(all, plain, scope);
    return best(
      all.filter((one) => this.isVisible(one, scope)),
      plain,
      scope,
    );
  }

  /** A class inside another is seen unqualified from there only; what namespaces hold may be seen through `using`. */
  private isVisible({ name }: ClassDeclaration, scope: string): boolean {
    const around = scopeName(name);
    if (!around || scope === around || scope.startsWith(`${around}::`)) return true;
    return !this.classes.named(around).some((other) => other.name === around) || this.inherits(scope, around);
  }

  private inherits(name: string, base: string): boolean {
    const own = this.classes.named(name).find((one) => one.name === name);
    return own?.bases.some((one) => lastName(one) === lastName(base)) ?? false;
  }

  /** The specialization of a class template that the arguments choose, with what its own parameters stand for. */
  specialization(
    name: string,
    args: readonly TypeName[],
  ): { declaration: ClassDeclaration; matched: ReadonlyMap<string, TypeName> } | undefined {
    let found: ReturnType<SymbolTable['specialization']>;
    for (const declaration of this.specializations.get(lastName(name)) ?? []) {
      const matched = matchAll(declaration, args);
      // The one with the fewest parameters of its own says most.
      if (matched && (!found || matched.size < found.matched.size)) found = { declaration, matched };
    }
    return found;
  }

  /** What an alias stands for, in the end. */
  resolveAlias(name: string): string {
    let current = name;
    for (let steps = 0; steps < MAX_ALIASES; steps++) {
      const next = this.aliasOf(current)?.name;
      if (next === undefined) return current;
      current = next;
    }
    return current;
  }

  /** The type behind aliases, with the pointers of each. */
  resolveType(type: TypeName): TypeName {
    let current = type;
    for (let steps = 0; steps < MAX_ALIASES; steps++) {
      const next = this.aliasOf(current.name);
      if (!next) return current;
      current = {
        ...next,
        pointers: next.pointers + current.pointers,
        reference: next.reference || current.reference,
      };
    }
    return current;
  }

  /** What a name that no class has stands for. */
  private aliasOf(name: string): TypeName | undefined {
    if (this.classes.named(name).length) return undefined;
    const type = best(this.aliases.named(name), name, '')?.type;
    return type?.name && type.name !== name ? type : undefined;
  }

  /** A free function, or a static method written with its class; one with a body is preferred. */
  findFunction(
    name: string,
    scope: string,
    argumentCount: number,
    rank?: Rank,
  ): FunctionDeclaration | undefined {
    const free = this.functions
      .named(name)
      .filter((candidate) => !candidate.owner || (name.includes('::') && !isConstructor(candidate)));
    return choose(free, name, scope, { argumentCount, rank });
  }

  /** A method of a class or of its bases. */
  findMethod(
    className: string,
    method: string,
    argumentCount: number,
    rank?: Rank,
  ): FunctionDeclaration | undefined {
    for (const owner of this.owners(className)) {
      const all = this.methods.get(`${lastName(owner)}::${lastName(method)}`) ?? [];
      const own = choose(all, `${owner}::${method}`, '', { argumentCount, rank });
      if (own?.body) return own;
    }
    return undefined;
  }

  /** Names of the classes whose methods an object has, nearest first; of some no more is known. */
  private owners(className: string): readonly string[] {
    const bases = this.lineage(className).flatMap((one) => this.hierarchy.basesOf(one));
    return [...new Set([className, ...bases.map(({ name }) => name)])];
  }

  /** The class and all its bases, nearest first. */
  lineage(className: string): readonly ClassDeclaration[] {
    return memoized(this.found.lineages, className, () => {
      const declaration = this.findClass(className);
      return declaration ? this.hierarchy.above(declaration) : [];
    });
  }

  /** Whether objects of the first class are objects of the second. */
  isDerived(className: string, base: string): boolean {
    const wanted = this.findClass(base);
    return wanted !== undefined && this.lineage(className).includes(wanted);
  }

  /** Last names of the virtual methods that a class or its bases declare; destructors are none of them. */
  virtualMethods(className: string): string[] {
    const lineage = new Set(this.lineage(className).map(({ name }) => lastName(name)));
    return [...lineage].flatMap((owner) => this.virtualOf.get(owner) ?? []);
  }

  /** Whether the class declares a virtual method itself. */
  isPolymorphic(className: string): boolean {
    return this.polymorphic.has(lastName(className));
  }

  /** A virtual method that the class only declares. */
  abstractMethod(className: string, method: string): FunctionDeclaration | undefined {
    const own = this.methods.get(`${lastName(className)}::${method}`) ?? [];
    return own.find((declaration) => declaration.isVirtual && !declaration.body);
  }

  constructorOf(className: string, argumentCount: number, rank?: Rank): FunctionDeclaration | undefined {
    const name = lastName(className);
    const all = this.ownedBy(this.methods.get(`${name}::${name}`) ?? [], className);
    return choose(all, `${className}::${name}`, '', { argumentCount, rank, exact: true });
  }

  destructorOf(className: string): FunctionDeclaration | undefined {
    const name = lastName(className);
    const all = this.ownedBy(this.methods.get(`${name}::~${name}`) ?? [], className);
    return all.find((declaration) => declaration.body);
  }

  /** Those of the class itself, where others have the same name; of one that is written otherwise, those of no other. */
  private ownedBy(methods: FunctionDeclaration[], className: string): FunctionDeclaration[] {
    const own = methods.filter(({ owner }) => owner === className);
    if (own.some(({ body }) => body)) return own;
    const isClass = (name = '') => this.classes.named(name).some((one) => one.name === name);
    return isClass(className)
      ? methods.filter(({ owner }) => owner === className || !isClass(owner))
      : methods;
  }
}

function memoized<T>(known: Map<string, T>, key: string, find: () => T): T {
  if (known.has(key)) return known.get(key) as T;
  const found = find();
  known.set(key, found);
  return found;
}

function isLocal(declaration: Declaration): boolean {
  return 'isLocal' in declaration;
}

function isInside(one: FunctionDeclaration, around: ClassDeclaration | undefined): boolean {
  return around?.chunk === one.chunk && around.start <= one.start && one.end <= around.end;
}

function isConstructor({ name, owner }: FunctionDeclaration): boolean {
  return owner !== undefined && lastName(owner) === lastName(name);
}

/** Whether functions of this name are declared, and none of them defined. */
export function isDeclaredAlone({ functions }: SymbolTable, name: string): boolean {
  const declared = functions.named(name);
  return declared.length > 0 && declared.every(({ body }) => !body);
}

/** The candidate whose qualified name fits best what was written, seen from `scope`. */
export function best<D extends { name: string }>(
  candidates: readonly D[],
  name: string,
  scope: string,
): D | undefined {
  if (candidates.length < 2) return candidates[0];
  for (let prefix = scope; ; prefix = scopeName(prefix)) {
    const full = prefix ? `${prefix}::${name}` : name;
    const exact = candidates.find((candidate) => candidate.name === full);
    if (exact) return exact;
    if (!prefix) break;
  }
  return candidates.find((candidate) => candidate.name.endsWith(`::${name}`)) ?? candidates[0];
}

/** How well a function's parameters fit the arguments: the higher the better. */
type Rank = (declaration: FunctionDeclaration) => number;

interface Wanted {
  argumentCount: number;
  rank?: Rank | undefined;
  /** A constructor: the class is known, its name tells nothing. */
  exact?: boolean;
}

function choose(
  candidates: readonly FunctionDeclaration[],
  name: string,
  scope: string,
  { argumentCount, rank, exact = false }: Wanted,
): FunctionDeclaration | undefined {
  const withBody = candidates.filter((candidate) => candidate.body);
  const fitting = withBody.filter((candidate) => accepts(candidate, argumentCount, candidates));
  if (exact && !fitting.length && withBody.length) return withBody[0];
  return best(highest(fitting.length ? fitting : withBody, rank), name, scope);
}

/** Those that rank highest, in their order. */
function highest(candidates: FunctionDeclaration[], rank: Rank | undefined): FunctionDeclaration[] {
  if (!rank || candidates.length < 2) return candidates;
  const ranks = candidates.map(rank);
  const top = Math.max(...ranks);
  return candidates.filter((_candidate, index) => ranks[index] === top);
}

/** Defaults often stand only at the declaration, so all declarations of the name are asked. */
function accepts(
  candidate: FunctionDeclaration,
  argumentCount: number,
  all: readonly FunctionDeclaration[],
): boolean {
  const takesRest = candidate.parameters.at(-1)?.isPack === true;
  if (argumentCount > candidate.parameters.length && !takesRest) return false;
  const missing = candidate.parameters.slice(argumentCount);
  return missing.every(
    (parameter, index) =>
      parameter.isPack ??
      parameter.initial ??
      all.some((other) => other.parameters[argumentCount + index]?.initial !== undefined),
  );
}
