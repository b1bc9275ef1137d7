/** `acl-perf mcp --stdio`: the same answers for coding assistants (Model Context Protocol). */
import { ruleIds } from '../../analyzer/rules/index.ts';
import { answer } from '../../server/assist/answer.ts';
import { TOOLS } from '../../server/assist/tools.ts';
import { commandLine } from '../../server/installation.ts';
import { rulePage } from '../../server/rule-pages.ts';
import type { Console } from '../console.ts';
import { CliError } from '../failure.ts';
import { VERSION } from '../version.ts';

export interface McpCommandOptions {
  stdio?: boolean;
}

/** Ends with the connection. */
export async function mcpCommand(options: McpCommandOptions, { locale }: Console): Promise<number> {
  if (options.stdio !== true) throw new CliError('mcp-needs-stdio');
  const workplace = { folder: process.cwd(), cli: commandLine(), locale };
  const { serveMcp } = await import('../mcp/server.ts');
  await serveMcp({
    version: VERSION,
    tools: TOOLS,
    answer: (asked, signal) => answer(asked, workplace, signal),
    rules: ruleIds(),
    page: (rule) => rulePage(rule, locale),
  });
  process.exit(0);
}
