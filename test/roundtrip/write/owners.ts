/** What holds the lanes, one for each replica of a thread: the choice `own`. */
import { block, type Code } from './code.ts';

/** How the code of a lane names what the lane owns. */
export interface Access {
  /** Of the function that runs a lane, e.g. `^lane &$lane`. */
  parameter: string;
  /** What stands for the lane inside of it. */
  argument: string;
  /** A member of the lane. */
  member(name: string): string;
}

export interface Owner {
  /** How lanes are handed to functions. */
  pass: 'reference' | 'pointer' | 'index';
  /** Lanes are members of a struct; else each member is an array of its own. */
  struct: boolean;
  /** What holds `count` lanes of a type, by the name `lanes`; at file scope or in the function that starts them. */
  declare(
    type: string,
    count: string,
    lanes: string,
  ): { global?: { type: string; name: string; array?: string }; local?: Code[] };
  /** The lane of an index, as what `pass` says. */
  element(lanes: string, index: string): string;
  /** Types or functions that it needs. */
  support?(type: string): Code[];
  /** The thread makes its lane itself. */
  inThread?: boolean;
}

const reference = { pass: 'reference', struct: true } as const;
const at = (lanes: string, index: string): string => `${lanes}[${index}]`;
const pointed = (lanes: string, index: string): string => `*${lanes}[${index}]`;
const counted = (count: string, body: Code[]): Code => block(`for (int $n = 0; $n < ${count}; ++$n)`, body);

const local = (...code: Code[]) => ({ local: code });

/** The simplest first. */
export const owners: Record<string, Owner> = {
  'vector-struct': {
    ...reference,
    declare: (type, count, lanes) => local(`std::vector<${type}> ${lanes}(${count});`),
    element: at,
  },
  'struct-array': {
    pass: 'pointer',
    struct: true,
    declare: (type, count, lanes) => ({ global: { type: `${type} `, name: lanes, array: `[${count}]` } }),
    element: (lanes, index) => `&${lanes}[${index}]`,
  },
  arrays: { pass: 'index', struct: false, declare: () => ({}), element: (_lanes, index) => index },
  'std-array': {
    ...reference,
    declare: (type, count, lanes) => local(`std::array<${type}, ${count}> ${lanes};`),
    element: at,
  },
  'vector-emplace': {
    ...reference,
    declare: (type, count, lanes) =>
      local(
        `std::vector<${type}> ${lanes};`,
        `${lanes}.reserve(${count});`,
        counted(count, [`${lanes}.emplace_back();`]),
      ),
    element: at,
  },
  deque: {
    ...reference,
    declare: (type, count, lanes) => local(`std::deque<${type}> ${lanes};`, `${lanes}.resize(${count});`),
    element: at,
  },
  'vector-unique': {
    ...reference,
    declare: (type, count, lanes) =>
      local(
        `std::vector<std::unique_ptr<${type}>> ${lanes};`,
        counted(count, [`${lanes}.push_back(std::make_unique<${type}>());`]),
      ),
    element: pointed,
  },
  'vector-shared': {
    ...reference,
    declare: (type, count, lanes) =>
      local(
        `std::vector<std::shared_ptr<${type}>> ${lanes}(${count});`,
        block(`for (auto &$one : ${lanes})`, [`$one = std::make_shared<${type}>();`]),
      ),
    element: pointed,
  },
  map: {
    ...reference,
    declare: (type, count, lanes) =>
      local(`std::map<int, ${type}> ${lanes};`, counted(count, [`${lanes}[$n].$number = $n;`])),
    element: (lanes, index) => `${lanes}.at(${index})`,
  },
  'new-pointers': {
    pass: 'pointer',
    struct: true,
    declare: (type, count, lanes) =>
      local(`${type} *${lanes}[${count}];`, counted(count, [`${lanes}[$n] = new ${type}();`])),
    element: at,
  },
  factory: {
    ...reference,
    support: (type) => [
      block(`inline std::unique_ptr<${type}> @create_${type.slice(1)}(int $number)`, [
        `auto $made = std::make_unique<${type}>();`,
        '$made->$number = $number;',
        'return $made;',
      ]),
    ],
    declare: (type, count, lanes) =>
      local(
        `std::vector<std::unique_ptr<${type}>> ${lanes};`,
        counted(count, [`${lanes}.emplace_back(@create_${type.slice(1)}($n));`]),
      ),
    element: pointed,
  },
  'in-thread': { ...reference, inThread: true, declare: () => ({}), element: (_lanes, index) => index },
};

/** How the code of a lane of this type names its members. */
export function accessOf(owner: Owner, type: string, role: string): Access {
  switch (owner.pass) {
    case 'index':
      return {
        parameter: 'int $number',
        argument: '$number',
        member: (name) => `$${role}_${name}s[$number]`,
      };
    case 'pointer':
      return { parameter: `${type} *$lane`, argument: '$lane', member: (name) => `$lane->$${name}` };
    case 'reference':
      return { parameter: `${type} &$lane`, argument: '$lane', member: (name) => `$lane.$${name}` };
  }
}
