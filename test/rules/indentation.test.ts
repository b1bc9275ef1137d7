/** Fixes that add lines keep the indentation of the file: tabs, two spaces, four spaces. */
import { describe, expect, it } from 'vitest';
import { analyse } from './support/analyse.ts';
import { applyEdits } from './support/apply.ts';
import { frame } from './support/programs.ts';

const code = frame('aclmdlExecute(modelId, input, output);', { loop: 'for (int i = 0; i < 800; i++)' });

/** The lines of the fixed text with the wait in the loop, where each level is indented by `unit`. */
function waitInLoop(unit: string): string[] {
  const text = code.replace(/^( {4})+/gm, (spaces) => unit.repeat(spaces.length / 4));
  const found = analyse(text).find(({ rule }) => rule === 'sync-model-execute-in-loop');
  const fixed = applyEdits(text, found?.fixes[0]?.edits ?? []).split('\n');
  const at = fixed.findIndex((line) => line.includes('% 64'));
  return fixed.slice(at, at + 3);
}

describe('a fix that adds a block', () => {
  it.each([
    ['tabs', '\t'],
    ['two spaces', '  '],
    ['four spaces', '    '],
  ])('is indented by %s', (_, unit) => {
    const [inLoop, inBlock] = [unit.repeat(2), unit.repeat(3)];
    expect(waitInLoop(unit)).toEqual([
      `${inLoop}if (i % 64 == 63) {`,
      `${inBlock}aclrtSynchronizeStream(stream);`,
      `${inLoop}}`,
    ]);
  });
});
