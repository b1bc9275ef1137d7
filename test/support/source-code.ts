/** The texts that stand in the sources. */
import { readFileSync } from 'node:fs';
import { globSync } from 'tinyglobby';
import ts from 'typescript';
import { ROOT } from './acl-perf.ts';

export interface Found {
  /** `src/a.ts:12`. */
  place: string;
  text: string;
}

export interface Translation {
  place: string;
  en: string;
  zh: string;
}

function sources(): ts.SourceFile[] {
  return globSync('src/**/*.ts', { cwd: ROOT })
    .sort()
    .map((name) =>
      ts.createSourceFile(name, readFileSync(`${ROOT}/${name}`, 'utf8'), ts.ScriptTarget.Latest, true),
    );
}

function visit(node: ts.Node, look: (node: ts.Node) => void): void {
  look(node);
  ts.forEachChild(node, (child) => visit(child, look));
}

function placeOf(node: ts.Node): string {
  const file = node.getSourceFile();
  return `${file.fileName}:${String(file.getLineAndCharacterOfPosition(node.getStart()).line + 1)}`;
}

/** The text of a literal; places of a template are `{…}`. */
function textOf(node: ts.Node | undefined): string | undefined {
  if (node === undefined) return undefined;
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return node.head.text + node.templateSpans.map(({ literal }) => `{…}${literal.text}`).join('');
}

function valueOf(object: ts.ObjectLiteralExpression, key: string): string | undefined {
  for (const property of object.properties) {
    if (ts.isPropertyAssignment(property) && property.name.getText() === key)
      return textOf(property.initializer);
  }
  return undefined;
}

/** Every `{ en: '…', zh: '…' }` of the sources. */
export function translations(): Translation[] {
  const found: Translation[] = [];
  for (const file of sources()) {
    visit(file, (node) => {
      if (!ts.isObjectLiteralExpression(node)) return;
      const [en, zh] = [valueOf(node, 'en'), valueOf(node, 'zh')];
      if (en !== undefined && zh !== undefined) found.push({ place: placeOf(node), en, zh });
    });
  }
  return found;
}

/** What takes a text and shows it, or keeps it to be shown: errors, logs, messages, notes. */
const SHOWS =
  /(?:Error|Exception)$|(?:^|\.)(?:console|log|out|connection\.console|window)\.(?:\w*[Mm]essage|note|fail|print|info|warn|error|debug|trace|log)$|^(?:note|log|say|tell|warn|fail)$/;

function shownBy(node: ts.CallExpression | ts.NewExpression): boolean {
  return SHOWS.test(node.expression.getText());
}

/** Literals that are given to an error, a log or a message as they are, without a catalogue. */
export function literalMessages(): Found[] {
  const found: Found[] = [];
  for (const file of sources()) {
    visit(file, (node) => {
      if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return;
      if (!shownBy(node)) return;
      for (const argument of node.arguments ?? []) {
        const text = textOf(argument);
        if (text !== undefined) found.push({ place: placeOf(argument), text });
      }
    });
  }
  return found;
}
