/** The page in a Chinese window: no word of it is English, whatever it shows; what the program itself says is its own. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { sections } from '../../src/webview/protocol.ts';
import { shown } from './support/page.ts';
import { openPanel } from './support/panel.ts';
import type { PanelOptions } from './support/page.ts';
import { comparisonOf, reportOf } from './support/program.ts';

const report = reportOf('full-pipeline', 'zh');
const comparison = comparisonOf(report);

/** Everything that is read on the page, or aloud: texts, and the attributes that stand in for one. */
function textsOf(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const attributes = ['aria-label', 'title', 'alt', 'placeholder', 'aria-description'];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    const texts: string[] = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node instanceof Element) {
        for (const name of attributes) texts.push(node.getAttribute(name) ?? '');
      } else if (!['SCRIPT', 'STYLE'].includes(node.parentElement?.tagName ?? '')) {
        texts.push(node.textContent ?? '');
      }
    }
    return texts.map((text) => text.trim()).filter((text) => text !== '');
  });
}

/** Names of engines, units, keys and tools, which are the same in every language. */
const SAME =
  /\b(p99|ms|px|AI|Core|CPU|Ctrl|JPEGD|JPEGE|PNGD|VPC|VDEC|VENC|QPS|PCIe|RT_\w+|PNG|JPEG|YUV420SP|resnet50|yolov3|CSV|JSON|HTML|Markdown|Chrome|DVPP|AscendCL|Performance|Ascend|Enter|Escape|Shift|msprof|MiB|GiB|cpp|npu-smi|ais_bench|acl-perf(?:\.json)?|main|acl\/acl\.h)\b/g;

function valuesIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(valuesIn) : [];
}

/** What is of the program or of a measurement, whatever its language; the longest first. */
const own = valuesIn([report, comparison]).sort((a, b) => b.length - a.length);

function foreign(text: string): string[] {
  const ours = own.reduce((rest, part) => (part.length < 4 ? rest : rest.replaceAll(part, '·')), text);
  return ours.replace(SAME, '').match(/[A-Za-z]{3,}/g) ?? [];
}

async function wordsOf(options: Omit<PanelOptions, 'locale'>, wait: string): Promise<string[]> {
  const { page } = await openPanel({ ...options, locale: 'zh-cn' });
  await page.locator(wait).first().waitFor();
  for (const summary of await page.locator('summary').all()) await summary.click();
  const texts = await textsOf(page);
  await page.close();
  expect(texts.some((text) => /[\u4e00-\u9fff]/.test(text))).toBe(true);
  return texts.filter((text) => foreign(text).length > 0);
}

describe('in Chinese', () => {
  it('the side panel', async () => {
    expect(await wordsOf({ view: 'side', report }, '.card')).toEqual([]);
  });

  it.each(sections)('the section %s of the full panel', async (section) => {
    expect(await wordsOf({ view: 'full', report, section, state: { comparison } }, shown[section])).toEqual(
      [],
    );
  });

  it.each(['empty', 'starting', 'failed'] as const)('the state %s', async (phase) => {
    const state = { phase, ...(phase === 'failed' && { problem: '预测失败。' }) };
    expect(await wordsOf({ view: 'side', state }, '.empty')).toEqual([]);
  });
});
