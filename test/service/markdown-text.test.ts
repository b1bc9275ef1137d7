import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { describe, expect, it } from 'vitest';
import { code, literal } from '../../src/service/markdown-text.ts';

const html = new MarkdownIt({ html: true });
/** What a browser would show of it. */
const shown = (rendered: string): string =>
  rendered.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');

const hostile = [
  '![x](https://example.com/p.png)',
  '<img src=https://example.com/p.png>',
  '[Run](command:workbench.action.terminal.new)',
  '**bold** _it_ ~~`code`~~',
  '\\',
  '`a``b`',
  '&lt; &copy;',
  'a\nb\r\n# c',
];
/** Spaces at the edges and in a row are none of a name's own. */
const names = fc
  .string({ unit: fc.constantFrom(...'ab_*`[]()!<>&;#\\|~:/.-= \n') })
  .map((text) => text.replace(/\s+/g, ' ').trim())
  .filter((text) => text !== '');

describe('text within Markdown', () => {
  it.each(hostile)('%j is shown as it is', (text) => {
    expect(shown(html.renderInline(`before ${literal(text)} after`))).toBe(
      `before ${text.replace(/\s+/g, ' ')} after`,
    );
  });

  it('is shown as it is, whatever it is', () => {
    fc.assert(
      fc.property(names, (text) => {
        expect(shown(html.renderInline(`x ${literal(text)} x`))).toBe(`x ${text} x`);
      }),
    );
  });

  it('is shown as it is within code', () => {
    fc.assert(
      fc.property(names, (text) => {
        expect(shown(html.renderInline(`x ${code(text)} x`))).toBe(`x <code>${text}</code> x`);
      }),
    );
  });

  it('leaves names of the source readable', () => {
    expect(literal('resnet50_aipp_bs1.om')).toBe('resnet50_aipp_bs1.om');
  });
});
