/** `#define`, lowered. */
import type { Place } from './lower-declarations.ts';
import type { SyntaxNode } from './node.ts';

/** Adds the macro that a `#define` makes. */
export function macro(node: SyntaxNode, place: Place): void {
  const [nameNode, ...rest] = node.namedChildren;
  const parameters = rest.find((child) => child.type === 'preproc_params');
  const body = rest.find((child) => child.type === 'preproc_arg');
  place.out.push({
    kind: 'macro',
    name: nameNode?.text ?? '',
    ...(parameters ? { parameters: macroParameters(parameters) } : {}),
    body: (body?.text ?? '')
      .replace(/\\\r?\n/g, ' ')
      .replace(/\/\*[\s\S]*?(?:\*\/|$)|\/\/.*/g, '')
      .trim(),
    chunk: place.chunk,
    start: (nameNode ?? node).start,
    end: (nameNode ?? node).end,
  });
}

function macroParameters(node: SyntaxNode): string[] {
  return node.text
    .replace(/[()\s\\]/g, '')
    .split(',')
    .filter(Boolean);
}
