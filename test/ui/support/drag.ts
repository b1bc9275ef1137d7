/** Files and folders of this machine dragged over the window and dropped, as the system gives them to the browser. */
import type { Session } from './session.ts';

/** As the devtools count keys that are held. */
const SHIFT = 8;

/** Drops on the side panel once it says that it takes what is over it. Without Shift VS Code keeps drops from its pages. */
export async function dropOnSide({ page, side }: Session, ...files: string[]): Promise<void> {
  const hint = side().locator('.drop-hint');
  await hint.waitFor({ state: 'attached' });
  const box = await page.locator('iframe.webview.ready[src*="purpose=webviewView"]').boundingBox();
  if (box === null) throw new Error('no side panel is shown');
  const devtools = await page.context().newCDPSession(page);
  const send = (type: 'dragEnter' | 'dragOver' | 'drop') =>
    devtools.send('Input.dispatchDragEvent', {
      type,
      x: box.x + box.width / 2,
      y: box.y + box.height / 2,
      data: { items: [], files, dragOperationsMask: 1 },
      modifiers: SHIFT,
    });
  await send('dragEnter');
  do {
    await send('dragOver');
    await page.waitForTimeout(200);
  } while ((await hint.innerText()) === '');
  await send('drop');
}
