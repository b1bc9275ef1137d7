/**
 * Names from outside reach everything that an object inherits: `sizes['toString']` is a function, and `counts['__proto__'] = 1`
 * is lost. So objects with an index signature are not asked with a computed string: `own` asks for own keys alone, a Map has
 * no others, and `Object.fromEntries` writes even `__proto__`.
 */
import ts from 'typescript';

const isString = (type) =>
  type.isUnion()
    ? type.types.some(isString)
    : (type.flags & (ts.TypeFlags.String | ts.TypeFlags.TemplateLiteral | ts.TypeFlags.Any)) !== 0;

const isIndexed = (checker, type) =>
  type.isUnion()
    ? type.types.some((one) => isIndexed(checker, one))
    : !checker.isArrayLikeType(type) && checker.getIndexInfoOfType(type, ts.IndexKind.String) !== undefined;

export const ownKeys = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      read: 'An object answers with what it inherits: ask with ownValue(), or use a Map.',
      write: 'The key may be __proto__: use a Map, or Object.fromEntries.',
    },
  },
  create(context) {
    const services = context.sourceCode.parserServices;
    const checker = services.program.getTypeChecker();
    return {
      'MemberExpression[computed=true]'(node) {
        if (node.property.type === 'Literal') return;
        const key = services.getTypeAtLocation(node.property);
        const constraint = checker.getBaseConstraintOfType(key) ?? key;
        if (!isString(constraint)) return;
        const object = services.getTypeAtLocation(node.object);
        if (!isIndexed(checker, checker.getApparentType(object))) return;
        const isWritten = node.parent.type === 'AssignmentExpression' && node.parent.left === node;
        context.report({ node, messageId: isWritten ? 'write' : 'read' });
      },
    };
  },
};
