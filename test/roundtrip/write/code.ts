/** C++ as a tree of lines and blocks; a format turns it into text. */

export interface Block {
  head: string;
  body: Code[];
  /** What follows the closing brace, e.g. `;` or ` while (x);`. */
  tail?: string;
}

export type Code = string | Block;

export const block = (head: string, body: Code[], tail = ''): Block => ({ head, body, tail });

/** A function, which may be a member: `owner` names its class. */
export interface Func {
  result: string;
  name: string;
  parameters: string;
  body: Code[];
  owner?: string;
  /** After the parameters, e.g. ` const` or ` override`; stands in the class alone. */
  suffix?: string;
  /** A template, or one that the header must hold for another reason. */
  inHeader?: boolean;
}

/** Parts of a program, in the order that they need each other. */
export interface Section {
  name: string;
  /** What a header would hold: types, templates, constants. */
  header: Code[];
  /** Variables with their initial value; a header of several files declares them `extern`. */
  variables: { type: string; name: string; array?: string; value?: string }[];
  functions: Func[];
}

export const section = (name: string, parts: Partial<Omit<Section, 'name'>>): Section => ({
  name,
  header: [],
  variables: [],
  functions: [],
  ...parts,
});

export const signature = (f: Func, qualified: boolean): string =>
  `${f.result} ${qualified && f.owner ? `${f.owner}::` : ''}${f.name}(${f.parameters})`;

export const define = (f: Func, qualified: boolean, prefix = ''): Block =>
  block(`${prefix}${signature(f, qualified)}${qualified ? '' : (f.suffix ?? '')}`, f.body);
