/** Programs with the faults of public reports: what must be said of each, and what must not. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { analyse, stallsOf } from '../rules/support/analyse.ts';

const folder = new URL('../cases/public-reports/', import.meta.url);

interface Expected {
  device?: string;
  /** `rule:line` of what must be found. */
  found: string[];
  /** Rules that would mislead. */
  not?: string[];
}

const cases: Record<string, Expected> = {
  '01-sync-device-per-op': { found: ['sync-device-in-loop:28', 'sync-each-submission:28'] },
  '03-host-event-wait-between-streams': {
    found: ['cross-stream-host-sync:11'],
    not: ['sync-each-submission', 'deadlock'],
  },
  '04-async-copy-from-dying-vector': { found: ['async-memcpy-pageable:14', 'free-before-sync:24'] },
  '07-vpc-out-aclrtmalloc': { device: 'ascend310p3', found: ['dvpp-memory-required:36'] },
  '08-vpc-buffer-too-small': { found: ['dvpp-buffer-size:33'] },
  '10-acltensorlist-leak': { found: ['never-destroyed:24'] },
  '11-himpi-vdec-leak': { device: 'ascend310p3', found: ['never-destroyed:21', 'never-destroyed:22'] },
  '12-stream-leak-per-request': {
    device: 'ascend310p3',
    found: ['never-destroyed:50', 'never-destroyed:51'],
  },
  '14-jpegd-stride-310p': { device: 'ascend310p3', found: ['jpegd-stride:37', 'jpegd-stride:38'] },
  '17-rc-mode-copies': { found: ['copy-on-board:31', 'copy-on-board:33'] },
  '18-variable-shape-recompile': { device: 'ascend910a', found: ['aclop-compile-in-loop:44'] },
  '20-fork-and-system': {
    found: ['fork-after-init:27', 'fork-after-init:39'],
    not: ['model-load-in-loop', 'alloc-in-loop', 'create-destroy-in-loop', 'context-switch-in-loop'],
  },
  '21-graph-capture-each-token': {
    device: 'ascend910b',
    found: ['graph-capture:29', 'graph-capture:30'],
    not: ['aclnn-workspace-in-loop'],
  },
  '22-two-devices-in-turn': {
    device: 'ascend310p3',
    found: ['devices-in-turn:46'],
    not: ['d2h-h2d-roundtrip', 'context-switch-in-loop'],
  },
  '24-thread-per-device': { device: 'ascend310p3', found: ['lock-held-across-wait:32'] },
  '26-async-launch-thread': { found: ['aclnn-workspace-in-loop:68'] },
};

describe('a program of a public report', () => {
  test.each(Object.entries(cases))('%s', async (name, { device = 'ascend310', found, not = [] }) => {
    const text = readFileSync(new URL(`${name}.cpp`, folder), 'utf8');
    const findings = [...analyse(text, { device }), ...(await stallsOf(text, { device }))];
    const said = findings.map(({ rule, range }) => `${rule}:${String(range.line)}`);
    expect(said).toEqual(expect.arrayContaining(found));
    expect(findings.filter(({ rule }) => not.includes(rule))).toEqual([]);
  });
});
