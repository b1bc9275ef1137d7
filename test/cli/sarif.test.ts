import { execFile } from 'node:child_process';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Log, Region, Result } from 'sarif';
import { describe, expect, it } from 'vitest';
import { SYNC_LOOP, aclPerf, folderWith } from '../support/acl-perf.ts';

async function sarifOf(cwd: string): Promise<{ text: string; log: Log }> {
  const { stdout } = await aclPerf(['check', '.', '--format', 'sarif'], { cwd });
  return { text: stdout, log: JSON.parse(stdout) as Log };
}

const resultsOf = (log: Log): Result[] => log.runs.flatMap(({ results = [] }) => results);

/** What a region on one line holds of a text. */
function textAt(
  text: string,
  { startLine = 0, startColumn = 0, endColumn = 0 }: Region = {},
): string | undefined {
  return text.split('\n')[startLine - 1]?.slice(startColumn - 1, endColumn - 1);
}

function expectPlace({ locations: [first] = [] }: Result): void {
  const { artifactLocation, region } = first?.physicalLocation ?? {};
  expect(artifactLocation).toEqual({ uri: 'src/with%20space.cpp', uriBaseId: 'SRCROOT' });
  expect(textAt(SYNC_LOOP, region)).toBe('aclmdlExecute');
}

describe('check --format sarif', () => {
  it('has rules with help, results with places, fingerprints, related places and fixes', async () => {
    const cwd = folderWith({ 'src/with space.cpp': SYNC_LOOP });
    const { log } = await sarifOf(cwd);
    const [result] = resultsOf(log);
    if (!result) throw new Error('nothing was found');
    const { rules = [] } = log.runs[0]?.tool.driver ?? { rules: [] };
    expect(log.version).toBe('2.1.0');
    expect(rules.length).toBeGreaterThanOrEqual(19);
    expect(rules[result.ruleIndex ?? -1]?.id).toBe(result.ruleId);
    for (const { helpUri = '' } of rules) expect(existsSync(fileURLToPath(helpUri))).toBe(true);
    expect(result.partialFingerprints?.['aclPerf/v1']).toMatch(/^[0-9a-f]{16}:1$/);
    expect(result.relatedLocations?.length).toBeGreaterThan(0);
    const changes = result.fixes?.flatMap(({ artifactChanges }) => artifactChanges) ?? [];
    expect(changes.flatMap(({ replacements }) => replacements)).not.toHaveLength(0);
    expectPlace(result);
  });

  it('keeps a fingerprint when lines above come and go, and tells equal lines apart', async () => {
    const prints = async (text: string) =>
      resultsOf((await sarifOf(folderWith({ 'a.cpp': text }))).log).map(
        ({ partialFingerprints }) => partialFingerprints?.['aclPerf/v1'],
      );
    const twice = SYNC_LOOP.replace(/( +aclmdlExecute.*\n)/, '$1$1');
    const found = await prints(twice);
    expect(new Set(found).size).toBe(found.length);
    expect(found.some((print) => print?.endsWith(':2'))).toBe(true);
    expect(await prints(`// moved\n\n${twice}`)).toEqual(found);
  });

  it('passes the validation of Microsoft’s SARIF multitool', async () => {
    const cwd = folderWith({ 'a.cpp': SYNC_LOOP });
    const { text } = await sarifOf(cwd);
    const folder = folderWith({ 'log.sarif': text });
    const report = path.join(folder, 'report.sarif');
    await validate(path.join(folder, 'log.sarif'), report);
    const validated = JSON.parse(readFileSync(report, 'utf8')) as Log;
    expect(validated.runs[0]?.results).toBeDefined();
    const found = resultsOf(validated).map(({ ruleId, level, message }) => [ruleId, level, message]);
    expect(found.filter(([, level]) => level === 'error' || level === 'warning')).toEqual([]);
  }, 60_000);
});

/** The multitool's own binary for this system: npm may not have run the script that makes it executable. */
function validate(log: string, report: string): Promise<void> {
  const system = process.platform;
  const manifest = createRequire(import.meta.url).resolve(
    `@microsoft/sarif-multitool-${system}/package.json`,
  );
  const binary = path.join(
    path.dirname(manifest),
    system === 'win32' ? 'Sarif.Multitool.exe' : 'Sarif.Multitool',
  );
  chmodSync(binary, 0o755);
  const args = [
    'validate',
    log,
    '--output',
    report,
    '--log',
    'ForceOverwrite',
    '--level',
    'Error;Warning;Note',
  ];
  const env = { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1' };
  return new Promise((resolve) => {
    // Its status only says that something was found: the report says what.
    execFile(binary, args, { env }, () => resolve());
  });
}
