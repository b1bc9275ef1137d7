import { describe, expect, it } from 'vitest';
import type { CatalogueNote } from '../../src/analyzer/acl/catalogue.ts';
import { allRows, catalogueRow } from '../../src/analyzer/acl/catalogue.ts';
import { documentationOf } from '../../src/analyzer/acl/documentation.ts';
import { deviceIds } from '../../src/profile/load.ts';
import { notesFor } from '../../src/service/catalogue-text.ts';
import { linkedReferences } from '../../src/service/reference-links.ts';

const notesOf = (name: string): CatalogueNote[] => catalogueRow(name)?.notes ?? [];
const told = (name: string, device: string, version: string): string =>
  notesFor(notesOf(name), device, version, 'en').texts.join('\n');

describe('restrictions of a call', () => {
  it('are those of the chosen device alone', () => {
    expect(told('aclrtCreateStream', 'ascend310b', '8.1')).toMatch(/^512 streams .*\nCreate outside loops$/);
    expect(told('aclrtCreateStream', 'ascend910a', '8.1')).toMatch(/^2048 streams /);
    expect(told('aclvencSendFrame', 'ascend310', '8.1')).toContain('30 fps 1080p');
    expect(told('aclvencSendFrame', 'ascend310p3', '8.1')).toBe('');
  });

  it('are those of the shipped device that a calibrated profile comes from', () => {
    expect(told('aclrtCreateStream', 'ascend310b-calibrated', '8.1')).toMatch(/^512 streams /);
  });

  it('follow the version of CANN', () => {
    expect(told('aclrtCreateStream', 'ascend910b', '8.0.1')).toMatch(/^2048 streams /);
    expect(told('aclrtCreateStream', 'ascend910b', '8.1')).toMatch(/^1984 streams /);
    const [old, now] = [
      told('aclrtMemcpyAsync', 'ascend310', '7.0'),
      told('aclrtMemcpyAsync', 'ascend310', '8.5'),
    ];
    expect(old).toContain('unpredictable errors');
    expect(now).not.toContain('unpredictable errors');
    expect(now).toContain('then the call is synchronous');
  });

  it('are told for each version where it is not known', () => {
    const { texts, byVersion } = notesFor(notesOf('aclrtMemcpyAsync'), 'ascend310', '', 'en');
    expect(byVersion).toBe(true);
    expect(texts.filter((text) => /\(before CANN 8\.3\)|\(CANN 8\.5 and later\)/.test(text))).toHaveLength(2);
    expect(notesFor(notesOf('aclInit'), 'ascend310', '', 'en').byVersion).toBe(false);
  });

  it('name devices that there are, and versions', () => {
    const known = new Set<string>(deviceIds());
    for (const { name, notes = [] } of allRows()) {
      for (const { devices = [], cann } of notes) {
        expect(
          devices.filter((id) => !known.has(id)),
          name,
        ).toEqual([]);
        for (const version of Object.values(cann ?? {})) expect(version, name).toMatch(/^\d+(\.\d+)+$/);
      }
    }
  });
});

describe('links to the documentation', () => {
  it('lead to the function’s own heading', () => {
    expect(documentationOf('aclrtMemcpyAsync')).toMatch(
      /^https:\/\/github\.com\/hicann\/runtime\/blob\/[0-9a-f]{40}\/docs\/zh\/api_ref\/11-03_\w+\.md#aclrtmemcpyasync$/,
    );
    expect(documentationOf('fopen')).toBeUndefined();
    const names = new Set([...allRows()].map(({ name }) => name));
    const runtime = [...names].filter((name) => name.startsWith('aclrt'));
    expect(runtime.filter((name) => documentationOf(name)).length).toBeGreaterThan(runtime.length * 0.95);
  });

  it('are made of references whose address is known, and of no others', () => {
    const header = 'header mindspore-ai/graphengine inc/external/acl/ops/acl_dvpp.h@36612f23';
    const page = 'en canncommercial/800 aclcppdevg_03_0106';
    const address = 'https://www.hiascend.com/document/detail/en/canncommercial/800/apiref/appdevgapi';
    expect(linkedReferences(`${header}; ${page}; Ascend 310 tuning slides (ResNet-50)`)).toBe(
      `[${header}](https://github.com/mindspore-ai/graphengine/blob/36612f23/inc/external/acl/ops/acl_dvpp.h); ` +
        `[${page}](${address}/aclcppdevg_03_0106.html); Ascend 310 tuning slides (ResNet-50)`,
    );
    expect(linkedReferences('zh 5046 aclcppdevg_03_0084')).toContain(
      '/zh/canncommercial/5046/inferapplicationdev/aclcppdevg/aclcppdevg_03_0084.html',
    );
    expect(linkedReferences('zh 83RC1alpha001 aclcppdevg_03_0686')).not.toContain('](');
  });
});
