/** Top-level declarations of the syntax tree, lowered: functions, classes, globals, macros, enumerators, aliases. */
import type { SyntaxNode } from './node.ts';
import type {
  Chunk,
  ClassDeclaration,
  Declaration,
  FunctionDeclaration,
  Statement,
  TemplateParameter,
  TypeName,
  Variable,
} from './ast.ts';
import { lowerParameters, lowerVariables, readDeclarator } from './lower-declarators.ts';
import { isTooDeep, lowerExpression, type Lowering } from './lower-expressions.ts';
import { macro } from './lower-macros.ts';
import { lowerAll, lowerBody } from './lower-statements.ts';
import { templateParameters } from './lower-templates.ts';
import {
  convertedTo,
  isTypeNode,
  plainName,
  templateArguments,
  typeOf,
  unnamedClass,
  unknownType,
  withArguments,
} from './lower-types.ts';
import { ownValue } from '../../base/own-value.ts';

/** Where a declaration stands: the namespaces and classes around it. */
export interface Place {
  namespace: string;
  owner?: string;
  /** Of the template whose declaration this is. */
  template?: readonly TemplateParameter[];
  chunk: Chunk;
  to: Lowering;
  out: Declaration[];
  /** In the body of a function. */
  isLocal?: true;
}

function localIn({ isLocal }: Place): { isLocal?: true } {
  return isLocal ? { isLocal } : {};
}

function qualify(prefix: string, name: string): string {
  return prefix ? `${prefix}::${name}` : name;
}

type Lower = (node: SyntaxNode, place: Place) => void;

/** Lowers one declaration, and what it holds, into `place.out`. */
export function lowerDeclaration(node: SyntaxNode, place: Place): void {
  if (isTooDeep(node, place.to)) return;
  place.to.depth++;
  ownValue(lowerings, node.type)?.(node, place);
  place.to.depth--;
}

const functionDefinition: Lower = (node, place) => {
  const declaratorNode = node.childForFieldName('declarator');
  if (!declaratorNode) return;
  const declarator = readDeclarator(declaratorNode);
  if (!declarator.nameNode) return;
  const body = node.namedChildren.find((child) => /^(compound|try)_statement$/.test(child.type));
  const initializers = node.namedChildren.find((child) => child.type === 'field_initializer_list');
  const statements = body ? lowerBody(body, place.to) : defaultedBody(node, declarator);
  place.out.push(makeFunction(node, declarator, place, statements, initializers));
};

/** `T() = default;` and `~T() = default;` do what an empty body does; a defaulted copy has none to follow. */
function defaultedBody(
  node: SyntaxNode,
  { parameters }: ReturnType<typeof readDeclarator>,
): Statement[] | undefined {
  const isDefaulted = node.namedChildren.some((child) => child.type === 'default_method_clause');
  return isDefaulted && parameters?.namedChildren.length === 0 ? [] : undefined;
}

function makeFunction(
  node: SyntaxNode,
  declarator: ReturnType<typeof readDeclarator>,
  place: Place,
  body: Statement[] | undefined,
  initializers: SyntaxNode | undefined,
): FunctionDeclaration {
  const nameNode = declarator.nameNode ?? node;
  const name = qualify(place.owner ?? place.namespace, declarator.name);
  const specifier = node.namedChildren.find(isTypeNode);
  const words = node.namedChildren
    .filter((child) => /specifier|virtual|qualifier/.test(child.type))
    .map((child) => child.text);
  const owner = place.owner ?? ownerOf(name, place.namespace);
  return {
    kind: 'function',
    ...localIn(place),
    ...(place.template ? { template: place.template } : {}),
    name,
    owner,
    parameters: lowerParameters(declarator.parameters, place.to),
    returns: convertedTo(nameNode) ?? {
      ...(specifier ? typeOf(specifier) : unknownType),
      pointers: declarator.pointers,
    },
    body,
    initializers: lowerInitializers(initializers, place),
    isStatic: words.includes('static'),
    isVirtual: words.some((word) => word === 'virtual') || isOverride(head(node, place)),
    chunk: place.chunk,
    nameStart: nameNode.start,
    nameEnd: nameNode.end,
    start: node.start,
    end: node.end,
  };
}

function head(node: SyntaxNode, place: Place): string {
  const text = place.to.source.slice(node.startIndex, Math.min(node.endIndex, node.startIndex + 400));
  return /^\s*virtual\b/.test(text) ? `) override` : (text.split('{')[0] ?? '');
}

/** `override` stands behind the parameters. */
function isOverride(head: string): boolean {
  const at = head.search(/\boverride\b/);
  return at > 0 && head.lastIndexOf(')', at) > Math.max(head.lastIndexOf(';', at), head.lastIndexOf('{', at));
}

/** `A::f` defined outside a class belongs to `A`, unless `A` is the namespace it stands in. */
function ownerOf(name: string, namespace: string): string | undefined {
  const at = name.lastIndexOf('::');
  const owner = at < 0 ? '' : name.slice(0, at);
  return owner && owner !== namespace ? owner : undefined;
}

function lowerInitializers(node: SyntaxNode | undefined, place: Place): FunctionDeclaration['initializers'] {
  const fields = node?.namedChildren.filter((child) => child.type === 'field_initializer') ?? [];
  return fields.map((field) => {
    const [name, list] = field.namedChildren;
    return {
      name: name ? plainName(name) : '',
      args: list ? list.namedChildren.map((child) => lowerExpression(child, place.to)) : [],
      ...(list?.type === 'initializer_list' ? { braces: true } : {}),
      start: (name ?? field).start,
      end: (name ?? field).end,
    };
  });
}

const classSpecifier: Lower = (node, place) => {
  const body = node.namedChildren.find((child) => child.type === 'field_declaration_list');
  const nameNode = node.childForFieldName('name');
  if (!body) return;
  if (!nameNode) return lowerClass(node, unnamedClass(node), body, place);
  const specialized = nameNode.type === 'template_type' ? templateArguments(nameNode) : undefined;
  lowerClass(node, withArguments(nameNode), body, place, specialized);
};

function lowerClass(
  node: SyntaxNode,
  ownName: string,
  body: SyntaxNode,
  place: Place,
  specialized?: readonly TypeName[],
): void {
  const name = qualify(place.owner ?? place.namespace, ownName);
  const clause = node.namedChildren.find((child) => child.type === 'base_class_clause');
  const bases = clause ? clause.namedChildren.filter(isTypeNode) : [];
  const fields: Variable[] = [];
  const { template, ...around } = place;
  const declaration: ClassDeclaration = {
    kind: 'class',
    ...localIn(place),
    name,
    ...(template ? { template } : {}),
    ...(specialized ? { specialized } : {}),
    bases: bases.map(plainName),
    baseArguments: bases.map(templateArguments),
    fields,
    chunk: place.chunk,
    start: node.start,
    end: node.end,
  };
  place.out.push(declaration);
  lowerMembers(body.namedChildren, fields, { ...around, owner: name });
}

function lowerMembers(nodes: readonly SyntaxNode[], fields: Variable[], inside: Place): void {
  for (const child of nodes) {
    if (child.type === 'field_declaration') lowerField(child, fields, inside);
    else if (child.type.startsWith('preproc_if') || child.type.startsWith('preproc_el')) {
      lowerMembers(child.namedChildren, fields, inside);
    } else lowerDeclaration(child, inside);
  }
}

function lowerField(node: SyntaxNode, fields: Variable[], inside: Place): void {
  const nested = node.namedChildren.find((child) => /^(class|struct|union|enum)_specifier$/.test(child.type));
  if (nested) lowerDeclaration(nested, inside);
  fields.push(...lowerVariables(node, inside.to, true));
  const declared = node.namedChildren.filter((child) => /declarator$/.test(child.type));
  for (const child of declared) {
    const declarator = readDeclarator(child);
    if (!declarator.parameters || declarator.isPointerToFunction || !declarator.nameNode) continue;
    inside.out.push(makeFunction(node, declarator, inside, undefined, undefined));
  }
}

const declaration: Lower = (node, place) => {
  const nested = node.namedChildren.find((child) => /^(class|struct|union|enum)_specifier$/.test(child.type));
  if (nested) lowerDeclaration(nested, place);
  const prototypes = prototypesIn(node, place);
  place.out.push(...prototypes);
  for (const variable of lowerVariables(node, place.to)) {
    const prototype = prototypes.find(({ nameStart }) => nameStart === variable.start);
    if (prototype && (variable.isExtern || place.owner || !prototype.parameters.length)) continue;
    place.out.push({
      kind: 'global',
      name: qualify(place.owner ?? place.namespace, variable.name),
      variable,
      ...(prototype ? { prototype } : {}),
      chunk: place.chunk,
    });
  }
};

function prototypesIn(node: SyntaxNode, place: Place): FunctionDeclaration[] {
  const declarators = node.namedChildren.filter(({ type }) => /(?<!init_)declarator$/.test(type));
  return declarators.flatMap((child) => {
    const declarator = readDeclarator(child);
    const isFunction = declarator.parameters && !declarator.isPointerToFunction && declarator.nameNode;
    return isFunction ? makeFunction(node, declarator, place, undefined, undefined) : [];
  });
}

const enumSpecifier: Lower = (node, place) => {
  const list = node.namedChildren.find((child) => child.type === 'enumerator_list');
  const enumName = node.childForFieldName('name')?.text ?? '';
  const prefix = place.owner ?? place.namespace;
  let previous: string | undefined;
  for (const child of list?.namedChildren ?? []) {
    if (child.type !== 'enumerator') continue;
    const [nameNode, value] = child.namedChildren;
    const name = qualify(prefix, nameNode?.text ?? '');
    place.out.push({
      kind: 'enumerator',
      ...localIn(place),
      name,
      enumName,
      ...(value ? { value: lowerExpression(value, place.to) } : {}),
      ...(previous ? { previous } : {}),
      chunk: place.chunk,
      start: child.start,
      end: child.end,
    });
    previous = name;
  }
};

const alias: Lower = (node, place) => {
  const nameNode = node.childForFieldName('name');
  const type = node.childForFieldName('type');
  if (!nameNode || !type) return;
  place.out.push({
    kind: 'alias',
    ...localIn(place),
    name: qualify(place.owner ?? place.namespace, nameNode.text),
    type: typeOf(type),
    chunk: place.chunk,
  });
};

const typedef: Lower = (node, place) => {
  const specifier = node.namedChildren.find(isTypeNode);
  if (!specifier) return;
  const names = node.namedChildren.filter((child) => child !== specifier).map(readDeclarator);
  const body = specifier.namedChildren.find((child) => child.type === 'field_declaration_list');
  const isUnnamed = body && !specifier.childForFieldName('name');
  const type: TypeName = isUnnamed ? unknownType : typeOf(specifier);
  const [first] = names;
  if (body && !type.name && first) lowerClass(specifier, first.name, body, place);
  else lowerDeclaration(specifier, place);
  for (const declarator of names) {
    const target = type.name || first?.name || '';
    if (!declarator.name || declarator.name === target) continue;
    const pointers = type.pointers + declarator.pointers;
    place.out.push({
      kind: 'alias',
      ...localIn(place),
      name: qualify(place.owner ?? place.namespace, declarator.name),
      type: { ...type, name: target, pointers },
      chunk: place.chunk,
    });
  }
};

const inside: Lower = (node, place) => {
  for (const child of node.namedChildren) lowerDeclaration(child, place);
};

const templateDeclaration: Lower = (node, place) => {
  const list = node.namedChildren.find((child) => child.type === 'template_parameter_list');
  const template = list ? templateParameters(list) : [];
  for (const child of node.namedChildren) if (child !== list) lowerDeclaration(child, { ...place, template });
};

/**
 * A tree with an error may hold a function whose braces do not fit: the declarator stands in the error, its body or its
 * statements beside it. What follows a declarator up to the next one is taken for its body.
 */
const error: Lower = (node, place) => {
  const children = node.namedChildren;
  let open: SyntaxNode | undefined;
  let statements: SyntaxNode[] = [];
  const close = () => {
    if (open && statements.length) recoverFunction(open, statements, place);
    open = undefined;
    statements = [];
  };
  for (const child of children) {
    const declarator = child.type === 'function_definition' ? undefined : lastDeclarator(child, 0);
    if (declarator) {
      close();
      open = declarator;
    } else if (
      open &&
      !/^(function_definition|class_specifier|struct_specifier|preproc_\w+)$/.test(child.type)
    ) {
      statements.push(child);
    } else {
      close();
      lowerDeclaration(child, place);
    }
  }
  close();
};

function recoverFunction(node: SyntaxNode, statements: readonly SyntaxNode[], place: Place): void {
  const declarator = readDeclarator(node);
  if (!declarator.parameters || !declarator.nameNode) return;
  const [only] = statements;
  const isBlock = statements.length === 1 && only?.type === 'compound_statement';
  const body = isBlock ? lowerBody(only, place.to) : lowerAll(statements, place.to);
  if (body.length) place.out.push(makeFunction(node, declarator, place, body, undefined));
}

/** The last function's declarator in what the parser could not make sense of. */
function lastDeclarator(node: SyntaxNode, depth: number): SyntaxNode | undefined {
  if (node.type === 'function_declarator') return node;
  if (depth > 4 || !/ERROR|declarator$|parameter_declaration|parameter_list/.test(node.type))
    return undefined;
  for (const child of node.namedChildren.toReversed()) {
    const found = lastDeclarator(child, depth + 1);
    if (found) return found;
  }
  return undefined;
}

/** `REGISTER(Type, make);` */
const registration: Lower = (node, { chunk, to, out }) => {
  const [call] = node.namedChildren;
  if (call?.type !== 'call_expression') return;
  const lowered = lowerExpression(call, to);
  if (lowered.kind !== 'call' || lowered.callee.kind !== 'name') return;
  out.push({ kind: 'registration', name: lowered.callee.name, args: lowered.args, chunk });
};

const lowerings: Record<string, Lower> = {
  function_definition: functionDefinition,
  inline_method_definition: functionDefinition,
  template_declaration: templateDeclaration,
  class_specifier: classSpecifier,
  struct_specifier: classSpecifier,
  union_specifier: classSpecifier,
  declaration,
  enum_specifier: enumSpecifier,
  preproc_def: macro,
  preproc_function_def: macro,
  alias_declaration: alias,
  type_definition: typedef,
  declaration_list: inside,
  linkage_specification: inside,
  friend_declaration: inside,
  preproc_if: inside,
  preproc_ifdef: inside,
  preproc_else: inside,
  preproc_elif: inside,
  compound_statement: inside,
  expression_statement: registration,
  ERROR: error,
};
