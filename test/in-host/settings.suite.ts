import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  eventually,
  extensionId,
  finding,
  noFinding,
  openExample,
  predict,
  revert,
  withSetting,
} from './support.ts';

const rule = 'sync-model-execute-in-loop';

describe('settings', () => {
  afterEach(revert);

  it('turn a rule off and change its severity', async () => {
    const { document } = await openExample('sync-infer');
    await finding(document.uri, rule);
    await withSetting('rules', { [rule]: 'off' }, async () => void (await noFinding(document.uri, rule)));
    await withSetting('rules', { [rule]: 'error' }, async () => {
      await finding(document.uri, rule, ({ severity }) => severity === vscode.DiagnosticSeverity.Error);
    });
    await finding(document.uri, rule, ({ severity }) => severity === vscode.DiagnosticSeverity.Warning);
  });

  it('choose the device that is predicted', async () => {
    await openExample('sync-infer');
    const before = await predict();
    await withSetting('device', 'ascend910a', async () => {
      const after = await eventually('another device', async () => {
        const report = await predict();
        return report.device.id === 'ascend910a' ? report : undefined;
      });
      assert.equal(after.program, before.program);
      const [fast, slow] = [after.prediction.qps, before.prediction.qps];
      assert.ok(fast > slow, `${fast} on an Ascend 910A, ${slow} on an Ascend 310`);
    });
  });

  it('set a parameter', async () => {
    await openExample('full-batch1');
    const before = (await predict()).prediction.qps;
    await withSetting('parameters', { THREAD_COUNT: 1 }, async () => {
      const after = await eventually('another rate', async () => {
        const { qps } = (await predict()).prediction;
        return qps === before ? undefined : qps;
      });
      assert.ok(after < before);
    });
  });

  it('of the manifest have descriptions, and all know their type', () => {
    const manifest = vscode.extensions.getExtension(extensionId)?.packageJSON as {
      contributes: { configuration: { properties: Record<string, Record<string, unknown>> } };
    };
    for (const [name, setting] of Object.entries(manifest.contributes.configuration.properties)) {
      assert.ok(setting['type'], name);
      assert.match(String(setting['description'] ?? setting['markdownDescription']), /^[^%]{10,}/, name);
    }
  });
});
