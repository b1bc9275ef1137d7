/** The pictures of the documentation: taken by the tests, and renewed under media/ where $PICTURES is set. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { screenshots } from '../../host/workbench.ts';
import type { Workbench } from '../../host/workbench.ts';
import { root } from './session.ts';

/** Bytes of the smallest picture that can show a window with something in it. */
const leastBytes = 20_000;

/** Letters stay legible, and the picture small: those of the README are packed with the extension. */
const quality = 0.35;
/** A README is no wider, px. */
const widest = 1000;

/** As WebP, which the browser that took it also writes. */
async function asWebP(page: Workbench['page'], png: Buffer): Promise<Buffer> {
  const base64 = await page.evaluate(
    async ({ data, quality, widest }) => {
      const bytes = Uint8Array.from(atob(data), (char) => char.charCodeAt(0));
      const whole = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const resizeWidth = Math.min(whole.width, widest);
      const bitmap = await createImageBitmap(whole, { resizeWidth, resizeQuality: 'high' });
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
      canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
      const blob = await canvas.convertToBlob({ type: 'image/webp', quality });
      const written = new Uint8Array(await blob.arrayBuffer());
      let text = '';
      for (const byte of written) text += String.fromCharCode(byte);
      return btoa(text);
    },
    { data: png.toString('base64'), quality, widest },
  );
  return Buffer.from(base64, 'base64');
}

/** @throws Error where no such screenshot was taken, or one of an empty window. */
export async function keepPicture(
  page: Workbench['page'],
  screenshot: string,
  picture: string,
): Promise<void> {
  const png = readFileSync(join(screenshots, `${screenshot}.png`));
  if (png.length < leastBytes) throw new Error(`${screenshot}.png shows nothing`);
  if (process.env['PICTURES'] === undefined) return;
  writeFileSync(join(root, 'media', `${picture}.webp`), await asWebP(page, png));
}
