/** Template parameters of the syntax tree, lowered. */
import type { SyntaxNode } from './node.ts';
import type { TemplateParameter } from './ast.ts';
import { readDeclarator } from './lower-declarators.ts';
import { isTypeNode, typeOf } from './lower-types.ts';

/** The parameters of `template <typename T, std::size_t N = 4>`. */
export function templateParameters(list: SyntaxNode): TemplateParameter[] {
  return list.namedChildren.flatMap((node) => templateParameter(node) ?? []);
}

function templateParameter(node: SyntaxNode): TemplateParameter | undefined {
  if (/^(optional_|variadic_)?type_parameter_declaration$/.test(node.type)) return typeParameter(node);
  if (node.type === 'template_template_parameter_declaration') {
    const last = node.lastNamedChild;
    return last && templateParameter(last);
  }
  return /parameter_declaration$/.test(node.type) ? valueParameter(node) : undefined;
}

function typeParameter(node: SyntaxNode): TemplateParameter | undefined {
  const [name, initial] = node.namedChildren;
  if (!name) return undefined;
  return { name: name.text, kind: 'type', ...(initial ? { initial: typeOf(initial) } : {}) };
}

function valueParameter(node: SyntaxNode): TemplateParameter | undefined {
  const found = node.namedChildren.find((child) => /declarator$|^identifier$/.test(child.type));
  const specifier = node.namedChildren.find(isTypeNode);
  if (!found || found === specifier) return undefined;
  const initial = node.type.startsWith('optional') ? node.lastNamedChild : undefined;
  return {
    name: readDeclarator(found).name,
    kind: 'value',
    ...(initial ? { initial: typeOf(initial) } : {}),
  };
}
