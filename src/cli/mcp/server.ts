/** The Model Context Protocol over stdin and stdout, in a bundle of its own: no other command needs the SDK. */
import { McpServer } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { toStandardJsonSchema } from '@valibot/to-json-schema';
import type { Answer } from '../../server/assist/answer.ts';
import type { Asked, Tool } from '../../server/assist/tools.ts';

export interface McpOptions {
  version: string;
  tools: readonly Tool[];
  answer(asked: Asked | undefined, signal: AbortSignal): Promise<Answer>;
  rules: readonly string[];
  /** Markdown of a rule's page. */
  page(rule: string): Promise<string>;
}

const INSTRUCTIONS =
  'Performance of AscendCL C++ host code on Ascend devices, predicted from its source: nothing is built or run. A rate is in frames/s and has a range; "AscendCL calls followed" says how much of the program it speaks of (check, sweep and diff say so only where that is not all), and what was not followed is no all-clear.';

/** Resolves when the client has gone. */
export function serveMcp(options: McpOptions): Promise<void> {
  return new Promise((resolve) => {
    serveStdio(() => serverOf(options));
    process.stdin.once('end', resolve);
    process.stdin.once('close', resolve);
  });
}

function serverOf(options: McpOptions): McpServer {
  const server = new McpServer(
    { name: 'acl-perf', version: options.version },
    { instructions: INSTRUCTIONS },
  );
  for (const tool of options.tools) addTool(server, tool, options);
  for (const rule of options.rules) addRule(server, rule, options);
  return server;
}

function addTool(
  server: McpServer,
  { name, title, description, input, asked }: Tool,
  options: McpOptions,
): void {
  const annotations = { readOnlyHint: true, openWorldHint: false };
  const inputSchema = toStandardJsonSchema(input);
  server.registerTool(name, { title, description, inputSchema, annotations }, async (given, { mcpReq }) => {
    const { text, failed } = await options.answer(asked(given), mcpReq.signal);
    return { content: [{ type: 'text', text }], ...(failed ? { isError: true } : {}) };
  });
}

function addRule(server: McpServer, id: string, { page }: McpOptions): void {
  const uri = `acl-perf://rules/${id}`;
  server.registerResource(id, uri, { mimeType: 'text/markdown' }, async () => ({
    contents: [{ uri, mimeType: 'text/markdown', text: await page(id) }],
  }));
}
