/** Files that are left out are named where a user looks for them: in the output. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ROOT } from '../support/acl-perf.ts';
import { LspClient } from '../support/lsp-client.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'acl-perf-settings-'));
cpSync(path.join(ROOT, 'examples/sync-infer'), path.join(folder, 'sync-infer'), { recursive: true });
writeFileSync(path.join(folder, 'broken.cpp'), 'no\0 text');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const messages = (client: LspClient, method: string): string[] =>
  client.notices
    .filter((notice) => notice.method === method)
    .map(({ params }) => (params as { message: string }).message);

describe('a workspace with a file that is no text', () => {
  it('names the files that are left out', async () => {
    const client = await LspClient.startHere({ folder, locale: 'zh-cn' });
    await client.request('ascendcl/programs', {});
    await client.until(() => messages(client, 'window/logMessage').some((text) => /broken\.cpp/.test(text)));
    expect(messages(client, 'window/logMessage').join('\n')).toMatch(/1 个文件未读取.*broken\.cpp/);
  });
});
