/** A Chinese screen has no English sentence on it: every text is made from real programs, and looked at word by word. */
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { allRows } from '../../src/analyzer/acl/catalogue.ts';
import type { ProgramAnalysis } from '../../src/analyzer/analysis.ts';
import { ruleById, ruleIds, skipText } from '../../src/analyzer/rules/index.ts';
import { loadProfile } from '../../src/profile/load.ts';
import { catalogueText } from '../../src/service/catalogue-text.ts';
import { explanation } from '../../src/service/explanation.ts';
import { errorText } from '../../src/pipeline/words.ts';
import type { Pipeline } from '../../src/pipeline/pipeline.ts';
import { fixTitle, plainMessage, relatedMessage } from '../../src/service/finding-text.ts';
import { unpriced } from '../../src/service/price.ts';
import { told } from '../../src/service/told.ts';
import { parameterText, settleText, unknownText } from '../../src/service/unknown-text.ts';
import { simulate } from '../../src/sim/index.ts';
import { program, sample } from '../rules/support/programs.ts';
import { analyzerOf } from '../support/analyzer.ts';
import { englishIn } from '../support/english.ts';

const wholeProgram = (code: string): string =>
  program(
    sample(code.includes('int main(') ? code : `int main()\n{\n    // set-up\n${code}\n    return 0;\n}`),
  );

const samples = readdirSync('docs/rules')
  .filter((name) => name.endsWith('.md') && name !== 'README.md')
  .flatMap((name) =>
    [...readFileSync(`docs/rules/${name}`, 'utf8').matchAll(/```cpp\n([\s\S]*?)```/g)].map(
      ([, code = ''], i): [string, string] => [`${name} ${i + 1}`, wholeProgram(code)],
    ),
  );
const examples = readdirSync('examples')
  .filter((name) => !name.includes('.') && name !== 'pipelines')
  .map((name): [string, string] => [name, readFileSync(`examples/${name}/main.cpp`, 'utf8')]);

/** What is said of the rate, or of why there is none. */
function predictionTexts(pipeline: Pipeline): string[] {
  try {
    const prediction = simulate(pipeline, loadProfile(), { budgetEvents: 20_000 });
    const said = told(prediction, 'zh');
    const failure = said.memory.failure ?? '';
    return [...explanation(prediction, 'zh'), said.bottleneck.inWords, ...said.warnings, failure];
  } catch (error) {
    return [errorText(error, 'zh')];
  }
}

/** All that is said of a program. */
function textsOf({ pipeline, findings }: ProgramAnalysis): string[] {
  return [
    ...predictionTexts(pipeline),
    ...findings.flatMap((finding) => [
      plainMessage(unpriced(finding), 'zh'),
      ...finding.related.map((related) => relatedMessage(finding.rule, related, 'zh')),
      ...finding.fixes.map((fix) => fixTitle(finding.rule, fix, 'zh')),
    ]),
    ...pipeline.unknowns.flatMap((unknown) => [unknownText(unknown, 'zh'), settleText(unknown, 'zh')]),
    ...pipeline.parameters.map((parameter) => parameterText(parameter, pipeline.unknowns, 'zh') ?? ''),
  ];
}

describe('what counts as English', () => {
  it.each([
    ['此循环每帧执行一次（gives the device work in every pass）。', true],
    ['It is reached through this call', true],
    ['AI Core 在等待：前面的步骤 33 %', false],
    ['在 `for each frame of all` 处', false],
    ['无法判断模型的 batch：./model/resnet50_bs1.om', false],
  ])('%s: %s', (text, expected) => {
    expect(englishIn(text).length > 0).toBe(expected);
  });
});

describe('in Chinese', () => {
  it.each([...examples, ...samples])('%s is spoken of without an English sentence', async (_, code) => {
    const analyzer = await analyzerOf({ 'main.cpp': code });
    const texts = analyzer.programs().flatMap((program) => textsOf(program));
    analyzer.dispose();
    expect(texts.flatMap((text) => englishIn(text))).toEqual([]);
  });

  it('rules have titles and messages', () => {
    const texts = ruleIds().flatMap((id) => {
      const rule = ruleById(id);
      return rule ? [rule.title.zh, ...Object.values(rule.messages).map(({ zh }) => zh)] : [];
    });
    expect(texts.length).toBeGreaterThan(100);
    expect(texts.flatMap((text) => englishIn(text))).toEqual([]);
    for (const reason of ['off', 'device', 'cannVersion', 'library'] as const)
      expect(englishIn(skipText(reason, 'zh'))).toEqual([]);
  });

  it('the API catalogue’s notes have a translation each, and nothing else has', () => {
    const notes = new Set(
      [...allRows()]
        .flatMap(({ notes = [], hostBlocking }) => [...notes.map(({ text }) => text), hostBlocking])
        .filter((text) => text !== undefined),
    );
    const untranslated = [...notes].filter(
      (text) => /[a-z]{3,} [a-z]{2,}/.test(text) && catalogueText(text, 'zh') === text,
    );
    expect(untranslated).toEqual([]);
    expect([...notes].flatMap((text) => englishIn(catalogueText(text, 'zh')))).toEqual([]);
  });
});
