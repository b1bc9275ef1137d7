/** How a program is divided into files: the choice `files`. */
import { define, signature, type Code, type Func, type Section } from './code.ts';

/** The text of each file, before formatting. */
type Files = Record<string, Code[]>;

const variable = (v: Section['variables'][number], prefix: string): string =>
  `${prefix}${v.type}${v.name}${v.array ?? ''}${v.value ?? ''};`;
const definitions = (section: Section, prefix: string): Code[] =>
  section.functions.map((f) => define(f, false, prefix));
const prototype = (f: Func): string => `${signature(f, false)};`;

const whole = (section: Section, prefix: string): Code[] => [
  ...section.header,
  ...section.variables.map((v) => variable(v, prefix)),
  ...definitions(section, section.name === 'main' ? '' : prefix),
];

const declared = (section: Section): Code[] => [
  ...section.header,
  ...section.variables.map((v) => `extern ${v.type}${v.name}${v.array ?? ''};`),
  ...section.functions.map(prototype),
];
const defined = (section: Section): Code[] => [
  ...section.variables.map((v) => variable(v, '')),
  ...definitions(section, ''),
];

const include = (name: string): string => `#include "${name}"`;

type Divide = (includes: Code[], sections: Section[]) => Files;

const single: Divide = (includes, sections) => ({
  'main.cpp': [...includes, ...sections.flatMap((s) => whole(s, 'static '))],
});

const headerOnly: Divide = (includes, sections) => {
  const [main, rest] = split(sections);
  return {
    'pipeline.hpp': ['#pragma once', ...includes, ...rest.flatMap((s) => whole(s, 'inline '))],
    'main.cpp': [include('pipeline.hpp'), ...main.flatMap((s) => whole(s, ''))],
  };
};

const headerAndSource: Divide = (includes, sections) => {
  const [main, rest] = split(sections);
  return {
    'pipeline.h': [
      '#ifndef PIPELINE_H',
      '#define PIPELINE_H',
      ...includes,
      ...rest.flatMap(declared),
      '#endif',
    ],
    'pipeline.cpp': [include('pipeline.h'), ...rest.flatMap(defined)],
    'main.cpp': [include('pipeline.h'), ...main.flatMap(defined)],
  };
};

/** A header and a source for each section, each header including the one before it. */
const several: Divide = (includes, sections) => {
  const files: Files = {};
  let before: Code[] = includes;
  for (const section of sections) {
    const header = `include/${section.name}.h`;
    if (section.name === 'main') files['src/main.cc'] = [...before, ...defined(section)];
    else {
      files[header] = ['#pragma once', ...before, ...declared(section)];
      const source = defined(section);
      before = [include(`../${header}`)];
      if (source.length > 0) files[`src/${section.name}.cc`] = [...before, ...source];
      before = [include(`${section.name}.h`)];
    }
  }
  files['src/main.cc']?.splice(0, 1, include(`../include/${sections.at(-2)?.name ?? ''}.h`));
  return files;
};

const split = (sections: Section[]): [Section[], Section[]] => [
  sections.filter((s) => s.name === 'main'),
  sections.filter((s) => s.name !== 'main'),
];

/** Everything in one namespace's source, the parts textually included: a unity build. */
const unity: Divide = (includes, sections) => {
  const [main, rest] = split(sections);
  const files: Files = {
    'main.cpp': [
      ...includes,
      ...rest.map((s) => include(`${s.name}.inl`)),
      ...main.flatMap((s) => whole(s, '')),
    ],
  };
  for (const section of rest) files[`${section.name}.inl`] = whole(section, 'static ');
  return files;
};

/** The simplest first. */
export const divisions: Record<string, Divide> = {
  single,
  'header-only': headerOnly,
  'header+source': headerAndSource,
  several,
  unity,
};
