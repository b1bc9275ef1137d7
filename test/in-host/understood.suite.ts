import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually, openExample, replaceText, revert } from './support.ts';
import { statusText } from './views.ts';

const titles = async ({ document }: vscode.TextEditor): Promise<string[]> => {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
    'vscode.executeCodeLensProvider',
    document.uri,
    20,
  );
  return lenses.map(({ command }) => command?.title ?? '');
};

const eventuallySaid = (what: RegExp, by: () => string | Promise<string>): Promise<true> =>
  eventually(String(what), async () => what.test(await by()) || undefined);

/** An example's file with another program in it. */
async function openInstead(program: string): Promise<vscode.TextEditor> {
  const editor = await openExample('sync-infer');
  await eventuallySaid(/QPS/, statusText);
  await replaceText(editor, editor.document.getText(), program);
  return editor;
}

const WORK = 'uint32_t id = 0; aclmdlDataset *in = nullptr, *out = nullptr;';
const OTHER_SIDE = `#ifdef BOARD
  ${WORK}
  for (int i = 0; i < 100; i++) aclmdlExecute(id, in, out);
#endif`;

describe('how far a program is understood', () => {
  afterEach(revert);

  it('is said of one whose work stands on a side that is not compiled', async () => {
    const editor = await openInstead(`#include "acl/acl.h"\nint main() {\n${OTHER_SIDE}\nreturn 0; }\n`);
    await eventuallySaid(/not understood/i, statusText);
    await eventuallySaid(/drives no device/, async () => (await titles(editor)).join('\n'));
  });

  it('is said beside the rate of what is read in part', async () => {
    const rest = `void board() {\n${OTHER_SIDE}\n}\n`;
    const main = `int main() { ${WORK} for (int i = 0; i < 1000; i++) aclmdlExecute(id, in, out); }\n`;
    await openInstead(`#include "acl/acl.h"\n${rest}${main}`);
    await eventuallySaid(/QPS.*partial/, statusText);
  });

  it('is said of a class that main comes past, which is read as if called', async () => {
    const net = `struct Net { uint32_t id; aclmdlDataset *in, *out; void forward() { aclmdlExecute(id, in, out); } };`;
    const editor = await openInstead(`#include "acl/acl.h"\n${net}\nint main() { return 0; }\n`);
    await eventuallySaid(/read as if called once a frame/, async () => (await titles(editor)).join('\n'));
    assert.doesNotMatch(statusText(), /\d QPS$/);
  });
});
