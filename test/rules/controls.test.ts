import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/analyzer/finding.ts';
import { makeBaseline, newSince, parseBaseline } from '../../src/analyzer/baseline.ts';
import { parseConfig } from '../../src/analyzer/config.ts';
import { fingerprints } from '../../src/analyzer/fingerprint.ts';
import { hash64 } from '../../src/base/hash.ts';
import { applySuppressions, suppressionsOf } from '../../src/analyzer/suppression.ts';
import { analyse } from './support/analyse.ts';
import { frame } from './support/programs.ts';

const execute = 'aclmdlExecute(modelId, input, output);';
const RULE = 'sync-model-execute-in-loop';
const only = (code: string, rule = RULE, settings = {}): Finding[] =>
  analyse(code, settings).filter((finding) => finding.rule === rule);
const linesOf = (text: string) => (_: string, line: number) => text.split('\n')[line - 1] ?? '';

describe('suppression comments', () => {
  it.each([
    [`${execute} // acl-perf: ignore ${RULE} — latency counts`],
    [`${execute} // acl-perf: ignore ${RULE} -- latency counts`],
    [`// acl-perf: ignore ${RULE} — latency counts\n${execute}`],
    [`// acl-perf: ignore-next-line ${RULE} — latency counts\n\n// another comment\n${execute}`],
    [`${execute} // acl-perf: ignore alloc-in-loop, ${RULE} — latency counts`],
  ])('silence %j', (body) => {
    expect(only(frame(body))).toEqual([]);
  });

  it.each([
    [`${execute} // acl-perf: ignore alloc-in-loop — another rule`],
    [`// acl-perf: ignore ${RULE} — too far away\nusleep(1);\n${execute}`],
    [`${execute} // acl-perf: ignored ${RULE} — another word`],
    [`puts("// no comment"); ${execute}`],
  ])('leave %j', (body) => {
    expect(only(frame(body))).toHaveLength(1);
  });

  it('read rules and reason', () => {
    const [one] = suppressionsOf('a.cpp', 'x(); // acl-perf: ignore a-rule, b-rule — because - really');
    expect(one).toMatchObject({ line: 1, rules: ['a-rule', 'b-rule'], reason: 'because - really' });
    expect(one?.range).toEqual({ file: 'a.cpp', line: 1, column: 9, endLine: 1, endColumn: 59 });
  });

  it('say which of them silenced nothing', () => {
    const suppressions = suppressionsOf('a.cpp', 'x(); // acl-perf: ignore a-rule — because');
    expect(applySuppressions([], suppressions).unused).toEqual([
      { suppression: suppressions[0], rule: 'a-rule' },
    ]);
  });
});

describe('settings', () => {
  const code = frame(execute);

  it('change a severity', () => {
    expect(only(code, RULE, { rules: { [RULE]: 'error' } })[0]?.severity).toBe('error');
    expect(only(code)[0]?.severity).toBe('warning');
  });

  it('switch a rule off', () => {
    expect(only(code, RULE, { rules: { [RULE]: 'off' } })).toEqual([]);
  });

  it('switch hints about comments off', () => {
    const bare = frame(`${execute} // acl-perf: ignore ${RULE}`);
    expect(only(bare, 'suppression-comment')).toHaveLength(1);
    expect(only(bare, 'suppression-comment', { rules: { 'suppression-comment': 'off' } })).toEqual([]);
  });
});

describe('.acl-perf.json', () => {
  it('is read', () => {
    const text = `{"device":"ascend310b","cannVersion":"8.1","rules":{"${RULE}":"off"},"baseline":"old.json","defines":{"A":"1"}}`;
    expect(parseConfig(text, '.acl-perf.json')).toEqual({
      settings: { device: 'ascend310b', cannVersion: '8.1', rules: { [RULE]: 'off' }, defines: { A: '1' } },
      baseline: 'old.json',
    });
    expect(parseConfig('{"$schema":"x"}', 'f')).toEqual({ settings: {} });
  });

  it.each([
    ['{', 'not JSON'],
    ['{"rules":{"no-such-rule":"off"}}', 'rules.no-such-rule'],
    [`{"rules":{"${RULE}":"fatal"}}`, `rules.${RULE}`],
    ['{"device":"ascend999"}', 'device'],
    ['{"cannVersion":"newest"}', 'cannVersion'],
    ['{"devise":"ascend310"}', 'devise'],
    ['[]', 'top level'],
  ])('is refused as %j with one line that says where', (text, where) => {
    expect(() => parseConfig(text, 'app/.acl-perf.json')).toThrow(where);
    expect(() => parseConfig(text, 'app/.acl-perf.json')).toThrow(
      /^app\/\.acl-perf\.json:(\d+:\d+:)? [^\n]+$/,
    );
  });
});

describe('fingerprints', () => {
  const code = frame(`${execute}\n${execute}`);
  const shifted = `// a new first line\n\n${code}`;

  it('stay when lines shift', () => {
    const before = fingerprints(only(code), linesOf(code));
    expect(fingerprints(only(shifted), linesOf(shifted))).toEqual(before);
  });

  it('stay when a line is indented anew', () => {
    const loose = code.replaceAll('        aclmdlExecute(modelId, ', '  aclmdlExecute( modelId,  ');
    expect(fingerprints(only(loose), linesOf(loose))).toEqual(fingerprints(only(code), linesOf(code)));
  });

  it('tell equal lines apart by their order', () => {
    const [first, second] = fingerprints(only(code), linesOf(code));
    expect(first).not.toBe(second);
    expect(first?.slice(0, 16)).toBe(second?.slice(0, 16));
  });

  it('do not depend on how a path is written', () => {
    const [finding] = only(code);
    if (!finding) throw new Error('no finding');
    const at = (file: string): Finding => ({ ...finding, range: { ...finding.range, file } });
    const prints = ['src/a.cpp', './src/a.cpp', 'src\\a.cpp'].map(
      (f) => fingerprints([at(f)], linesOf(code))[0],
    );
    expect(new Set(prints).size).toBe(1);
    expect(fingerprints([at('src/b.cpp')], linesOf(code))[0]).not.toBe(prints[0]);
  });

  it('are FNV-1a of 64 bits', () => {
    expect(hash64('')).toBe('cbf29ce484222325');
    expect(hash64('a')).toBe('af63dc4c8601ec8c');
    expect(hash64('foobar')).toBe('85944171f73967e8');
  });
});

describe('a baseline', () => {
  const old = frame(execute);
  const grown = frame(`${execute}\nvoid *own = nullptr;\naclrtMallocHost(&own, 64);\naclrtFreeHost(own);`);

  it('holds back what was there, and only that', () => {
    const baseline = makeBaseline(analyse(old), linesOf(old));
    expect(newSince(analyse(old), baseline, linesOf(old))).toEqual([]);
    expect(newSince(analyse(grown), baseline, linesOf(grown)).map((f) => f.rule)).toEqual(['alloc-in-loop']);
  });

  it('survives a round trip', () => {
    const baseline = makeBaseline(analyse(old), linesOf(old));
    expect(parseBaseline(JSON.stringify(baseline), 'baseline.json')).toEqual(baseline);
  });

  it.each([
    ['{', 'not JSON'],
    ['{"version":2,"findings":{}}', 'version'],
    ['{"version":1,"findings":[]}', 'findings'],
    ['{"version":1}', 'findings'],
  ])('is refused as %j with one line', (text, where) => {
    expect(() => parseBaseline(text, 'baseline.json')).toThrow(where);
    expect(() => parseBaseline(text, 'baseline.json')).toThrow(/^baseline\.json:(\d+:\d+:)? [^\n]+$/);
  });
});
