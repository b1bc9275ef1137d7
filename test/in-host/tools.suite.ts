import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { openExample, revert } from './support.ts';

interface Part {
  value: string;
}

/** What the oldest host's types lack. */
interface Models {
  tools: readonly { name: string }[];
  invokeTool(
    name: string,
    options: { input: object; toolInvocationToken: undefined },
  ): Thenable<{ content: Part[] }>;
}

const models = vscode.lm as unknown as Models;

async function told(name: string, input: object): Promise<string> {
  const { content } = await models.invokeTool(name, { input, toolInvocationToken: undefined });
  return content.map(({ value }) => value).join('');
}

describe('tools for language models', () => {
  afterEach(revert);

  it('are those of acl-perf mcp', () => {
    const own = models.tools.map(({ name }) => name).filter((name) => name.startsWith('ascendcl_'));
    assert.deepEqual(
      own.sort(),
      ['check', 'diff', 'explain', 'predict', 'sweep'].map((name) => `ascendcl_${name}`),
    );
  });

  it('answer in words, with lines, units and what was followed', async function () {
    if (vscode.env.uiKind === vscode.UIKind.Web && !vscode.env.remoteName) return this.skip();
    await openExample('sync-infer');
    const found = await told('ascendcl_check', { paths: ['sync-infer'] });
    assert.match(found, /sync-infer\/main\.cpp[^]*sync-model-execute-in-loop[^]*QPS/);
    const predicted = await told('ascendcl_predict', { paths: ['sync-infer/main.cpp'] });
    assert.match(predicted, /QPS \(range[^]*ms/);
    await assert.rejects(told('ascendcl_check', { paths: ['../..'] }), /outside/);
  });
});
