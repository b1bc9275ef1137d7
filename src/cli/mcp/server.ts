/** The Model Context Protocol over stdin and stdout, in a bundle of its own: no other command needs the SDK. */
import { McpServer } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { toStandardJsonSchema } from '@valibot/to-json-schema';
import { answer, type Workplace } from './answer.ts';
import type { Tool } from './tools.ts';
import { TOOLS } from './tools.ts';

export interface McpOptions extends Workplace {
  version: string;
  rules: readonly string[];
  /** Markdown of a rule's page. */
  page(rule: string): Promise<string>;
}

const INSTRUCTIONS =
  'Performance of AscendCL C++ host code on Ascend devices, predicted from its source: nothing is built or run. A rate is in frames/s and has a range; "AscendCL calls followed" says how much of the program it speaks of (sweep and diff say so only where that is not all), and what was not followed is no all-clear.';

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
  for (const tool of TOOLS) addTool(server, tool, options);
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
    const { text, failed } = await answer(asked(given), options, mcpReq.signal);
    return { content: [{ type: 'text', text }], ...(failed ? { isError: true } : {}) };
  });
}

function addRule(server: McpServer, id: string, { page }: McpOptions): void {
  const uri = `acl-perf://rules/${id}`;
  server.registerResource(id, uri, { mimeType: 'text/markdown' }, async () => ({
    contents: [{ uri, mimeType: 'text/markdown', text: await page(id) }],
  }));
}
