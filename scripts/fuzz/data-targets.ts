/** Pipelines, profiles, settings, baselines and measurements: refused in words, or worked with. */
import { readFileSync } from 'node:fs';
import { globSync } from 'tinyglobby';
import * as v from 'valibot';
import { parseBaseline } from '../../src/analyzer/baseline.ts';
import { parseConfig } from '../../src/analyzer/config.ts';
import { parsePipeline } from '../../src/pipeline/schema.ts';
import { UserError } from '../../src/pipeline/words.ts';
import { loadProfile, parseProfileFile } from '../../src/profile/load.ts';
import { serverSettingsSchema } from '../../src/server/protocol-settings.ts';
import { simulate } from '../../src/sim/index.ts';
import { measurementTarget } from './measurement-target.ts';
import { mutatedText, mutatedValue } from './mutate.ts';
import type { Below } from './numbers.ts';
import { oneOf } from './numbers.ts';
import type { Target } from './target.ts';

const BUDGET = { budgetEvents: 20_000 };

/** Does the work; what a user would be told in words is no failure. */
function told(work: () => unknown): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
  }
}

const jsonIn = (...globs: string[]): unknown[] =>
  globSync(globs)
    .toSorted()
    .map((file): unknown => JSON.parse(readFileSync(file, 'utf8')));

const CONFIG = {
  device: 'ascend310',
  cannVersion: '8.0',
  profile: 'p.json',
  baseline: 'b.json',
  defines: { BATCH: '16' },
  parameters: { loops: 64 },
  rules: { 'sync-each-submission': 'off' },
};
const SETTINGS = {
  ...CONFIG,
  entries: ['f'],
  limits: { fileSize: 2048, files: 100 },
  inlayHints: { enabled: true },
};
const BASELINE = {
  version: 1,
  findings: [{ rule: 'a', file: 'main.cpp', line: 3, text: 'x', fingerprint: 'abc' }],
};

export function dataTargets(): Target[] {
  const pipelines = jsonIn('test/cases/simulator/*.json').map(
    (one) => (one as { pipeline?: unknown }).pipeline ?? one,
  );
  const shipped = jsonIn('src/profile/data/ascend*.json');
  const base = loadProfile();
  const usable = parsePipeline(pipelines.find((one) => isPipeline(one)));
  const json = (value: unknown, below: Below, note: (input: string) => void): string => {
    const text = JSON.stringify(mutatedValue(value, below)) ?? '';
    const given = below(4) === 0 ? mutatedText(text, below) : text;
    note(given);
    return given;
  };
  return [
    {
      name: 'Pipelines',
      share: 14,
      run: (below, note) => {
        const value: unknown = mutatedValue(oneOf(pipelines, below), below);
        note(JSON.stringify(value) ?? '');
        told(() => simulate(parsePipeline(value), base, BUDGET));
      },
    },
    {
      name: 'profiles',
      share: 8,
      run: (below, note) => {
        const text = json(oneOf(shipped, below), below, note);
        told(() => simulate(usable, parseProfileFile(text, 'p.json'), BUDGET));
      },
    },
    {
      name: 'settings and baselines',
      share: 8,
      run: (below, note) => {
        const text = json(CONFIG, below, note);
        told(() => parseConfig(text, '.acl-perf.json'));
        told(() => parseBaseline(json(BASELINE, below, note), 'b.json'));
        v.parse(serverSettingsSchema, settingsFrom(mutatedValue(SETTINGS, below)));
      },
    },
    measurementTarget(),
  ];
}

const isPipeline = (value: unknown): boolean => {
  try {
    parsePipeline(value);
    return true;
  } catch {
    return false;
  }
};

/** A client answers with an object or null, in any state. */
const settingsFrom = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {});
