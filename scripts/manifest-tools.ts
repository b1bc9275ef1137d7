/** The tools of `acl-perf mcp` as VS Code's manifest has them. */
import { toJsonSchema } from '@valibot/to-json-schema';
import { TOOLS } from '../src/server/assist/tools.ts';

const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** What a model takes for its own files and folders are those of the workspace. */
export const manifestTools = () =>
  TOOLS.map(({ name, description, input }) => {
    const inputSchema = toJsonSchema(input, { errorMode: 'ignore' });
    delete inputSchema.$schema;
    return {
      name: `ascendcl_${name}`,
      toolReferenceName: `ascendcl${capital(name)}`,
      displayName: `%tool.${name}%`,
      modelDescription: description,
      canBeReferencedInPrompt: true,
      icon: '$(dashboard)',
      tags: ['ascendcl', 'performance'],
      inputSchema,
    };
  });
