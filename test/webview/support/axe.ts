/** Runs axe-core inside a page or frame and answers its violations in words. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  id: string;
  help: string;
  nodes: { html: string; failureSummary?: string }[];
}
/** A page or a frame, of whichever Playwright. */
export interface Document {
  evaluate(script: string): Promise<unknown>;
  evaluate<R>(script: (off: string[]) => Promise<R>, off: string[]): Promise<R>;
}
declare const axe: { run(context: unknown, options: unknown): Promise<{ violations: Violation[] }> };

/** Rules that look at a whole page, which a view inside VS Code is not. */
const wholePage = ['landmark-one-main', 'page-has-heading-one', 'region', 'bypass'];

export async function violations(page: Document): Promise<string[]> {
  await page.evaluate(source);
  const found = await page.evaluate(async (off) => {
    const rules = Object.fromEntries(off.map((id) => [id, { enabled: false }]));
    return (await axe.run(document, { rules })).violations;
  }, wholePage);
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ''}`),
  );
}
