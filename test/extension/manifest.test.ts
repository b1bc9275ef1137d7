import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { manifestTools } from '../../scripts/manifest-tools.ts';
import { ruleIds } from '../../src/analyzer/rules/index.ts';
import { deviceIds } from '../../src/profile/load.ts';
import { serverSettingsSchema } from '../../src/server/protocol-settings.ts';
import * as v from 'valibot';

interface Manifest {
  contributes: {
    commands: { command: string }[];
    menus: Record<string, { command: string; when?: string }[]>;
    configuration: { properties: Record<string, { default: unknown; enum?: string[]; properties?: object }> };
    languageModelTools: unknown[];
    jsonValidation: { url: string }[];
    walkthroughs: { steps: { media: { svg: string }; completionEvents: string[] }[] }[];
    viewsContainers: { activitybar: { icon: string }[] };
  };
  icon: string;
}

const root = fileURLToPath(new URL('../../', import.meta.url));
const { contributes, icon } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as Manifest;
const settings = contributes.configuration.properties;
const commands = contributes.commands.map(({ command }) => command);

describe('the manifest', () => {
  it('completes every rule and every device', () => {
    expect(Object.keys(settings['ascendcl.rules']?.properties ?? {})).toEqual([...ruleIds()].sort());
    expect(settings['ascendcl.device']?.enum).toEqual(deviceIds());
  });

  it('has the tools of acl-perf mcp', () => {
    expect(contributes.languageModelTools).toEqual(JSON.parse(JSON.stringify(manifestTools())));
  });

  it('has the defaults that the server takes where nothing is set', () => {
    const taken = v.parse(serverSettingsSchema, {}) as Record<string, unknown>;
    for (const [name, setting] of Object.entries(settings)) {
      const [first = '', second] = name.replace('ascendcl.', '').split('.');
      if (!(first in taken)) continue;
      const value = taken[first];
      expect(second === undefined ? value : (value as Record<string, unknown>)[second], name).toEqual(
        setting.default,
      );
    }
  });

  it('names only commands that it has, each menu with a condition', () => {
    for (const items of Object.values(contributes.menus)) {
      for (const { command, when } of items) {
        expect(commands).toContain(command);
        expect(when).toBeTruthy();
      }
    }
  });

  it.each(['package.nls.json', 'package.nls.zh-cn.json'])(
    'names only files that are there, by %s',
    (name) => {
      const texts = JSON.parse(readFileSync(root + name, 'utf8')) as Record<string, string>;
      const translated = (file: string): string => texts[file.replaceAll('%', '')] ?? file;
      const files = [
        icon,
        ...contributes.jsonValidation.map(({ url }) => translated(url)),
        ...contributes.walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => translated(media.svg))),
        ...contributes.viewsContainers.activitybar.map((container) => container.icon),
      ];
      expect(files.filter((file) => !existsSync(root + file))).toEqual([]);
    },
  );
});
