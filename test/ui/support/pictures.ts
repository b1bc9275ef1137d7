/** The pictures of the documentation: taken by the tests, and renewed under media/ where $PICTURES is set. */
import { copyFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { screenshots } from '../../host/workbench.ts';
import { root } from './session.ts';

/** Bytes of the smallest picture that can show a window with something in it. */
const leastBytes = 20_000;

/** @throws Error where no such screenshot was taken, or one of an empty window. */
export function keepPicture(screenshot: string, picture: string): void {
  const taken = join(screenshots, `${screenshot}.png`);
  if (statSync(taken).size < leastBytes) throw new Error(`${taken} shows nothing`);
  if (process.env['PICTURES'] !== undefined) copyFileSync(taken, join(root, 'media', `${picture}.png`));
}
