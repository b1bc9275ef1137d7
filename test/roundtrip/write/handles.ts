/** What holds a stream or a piece of memory: the choice `handle`. */
import type { MemoryPool } from '../../../src/pipeline/pipeline.ts';
import { block, type Code } from './code.ts';
import type { Errors } from './errors.ts';

/** What is held. */
export type Held = 'stream' | Exclude<MemoryPool, 'host'>;

export interface Handle {
  type(held: Held): string;
  /** Statements that make `target` hold a new one; `bytes` of memory. */
  create(held: Held, target: string, bytes: string, errors: Errors): Code[];
  /** The runtime's own handle. */
  get(target: string): string;
  support(held: Held): Code[];
}

/** The calls of the runtime. */
function makes(held: Held, into: string, bytes: string): string {
  switch (held) {
    case 'stream':
      return `aclrtCreateStream(&${into})`;
    case 'device':
      return `aclrtMalloc(&${into}, ${bytes}, ACL_MEM_MALLOC_HUGE_FIRST)`;
    case 'dvpp':
      return `acldvppMalloc(&${into}, ${bytes})`;
    case 'pinned':
      return `aclrtMallocHost(&${into}, ${bytes})`;
  }
}

const frees: Record<Held, string> = {
  stream: 'aclrtDestroyStream',
  device: 'aclrtFree',
  dvpp: 'acldvppFree',
  pinned: 'aclrtFreeHost',
};

const rawType = (held: Held): string => (held === 'stream' ? 'aclrtStream ' : 'void *');
const parameters = (held: Held): string => (held === 'stream' ? '' : 'std::size_t $bytes');
const given = (held: Held, bytes: string): string => (held === 'stream' ? '' : bytes);

const raw: Handle = {
  type: rawType,
  create: (held, target, bytes, errors) => errors.call(makes(held, target, bytes)),
  get: (target) => target,
  support: () => [],
};

/** A maker that gives back an owner, made of the new handle by `own`. */
const maker = (held: Held, type: string, own: (handle: string) => string): Code =>
  block(`inline ${type} @make_${held}(${parameters(held)})`, [
    `${rawType(held)}$handle = nullptr;`,
    block(`if (${makes(held, '$handle', '$bytes')} != ACL_SUCCESS)`, ['return nullptr;']),
    `return ${own('$handle')};`,
  ]);

const deleter = (held: Held): Code =>
  block(`struct ^${held}_deleter`, [`void operator()(void *$p) const { ${frees[held]}($p); }`], ';');

const uniqueDeleter: Handle = {
  type: (held) => `^${held}_ptr `,
  create: (held, target, bytes) => [`${target} = @make_${held}(${given(held, bytes)});`],
  get: (target) => `${target}.get()`,
  support: (held) => [
    deleter(held),
    `using ^${held}_ptr = std::unique_ptr<void, ^${held}_deleter>;`,
    maker(held, `^${held}_ptr`, (handle) => `^${held}_ptr(${handle})`),
  ],
};

const sharedDeleter: Handle = {
  ...uniqueDeleter,
  type: () => 'std::shared_ptr<void> ',
  support: (held) => [
    maker(held, 'std::shared_ptr<void>', (handle) => `std::shared_ptr<void>(${handle}, ${frees[held]})`),
  ],
};

/** A class that owns a handle; it is made by its constructor, or empty and opened later. */
function owner(held: Held, extra: Code[]): Code {
  const type = `^${held}_owner`;
  return block(
    `class ${type}`,
    [
      'public:',
      ...extra,
      block(`~${type}()`, [block('if ($handle_ != nullptr)', [`${frees[held]}($handle_);`])]),
      `${type}(const ${type} &) = delete;`,
      `${type} &operator=(const ${type} &) = delete;`,
      block(`${type}(${type} &&$other) noexcept : $handle_($other.$handle_)`, ['$other.$handle_ = nullptr;']),
      block(`${type} &operator=(${type} &&$other) noexcept`, [
        'std::swap($handle_, $other.$handle_);',
        'return *this;',
      ]),
      `${rawType(held)}@get() const { return $handle_; }`,
      'private:',
      `${rawType(held)}$handle_ = nullptr;`,
    ],
    ';',
  );
}

const throwing = (held: Held): Code =>
  block(`if (${makes(held, '$handle_', '$bytes')} != ACL_SUCCESS)`, [
    `throw std::runtime_error("no ${held}");`,
  ]);
const constructor = (held: Held): Code =>
  block(`explicit ^${held}_owner(${parameters(held)})`, [throwing(held)]);
const empty = (held: Held): Code => `^${held}_owner() = default;`;

const optionalClass: Handle = {
  type: (held) => `std::optional<^${held}_owner> `,
  create: (held, target, bytes) => [`${target}.emplace(${given(held, bytes)});`],
  get: (target) => `${target}->@get()`,
  support: (held) => [owner(held, [constructor(held)])],
};

const uniqueClass: Handle = {
  ...optionalClass,
  type: (held) => `std::unique_ptr<^${held}_owner> `,
  create: (held, target, bytes) => [`${target} = std::make_unique<^${held}_owner>(${given(held, bytes)});`],
};

/** A member that is empty at first and has a new object moved into it. */
const movedClass: Handle = {
  type: (held) => `^${held}_owner `,
  create: (held, target, bytes) =>
    held === 'stream' ? [`${target} = ^stream_owner::@make();`] : [`${target} = ^${held}_owner(${bytes});`],
  get: (target) => `${target}.@get()`,
  support: (held) => [
    owner(held, [
      empty(held),
      ...(held === 'stream'
        ? [
            block('static ^stream_owner @make()', [
              '^stream_owner $made;',
              '$made.@open();',
              'return $made;',
            ]),
            block('void @open()', [throwing(held)]),
          ]
        : [constructor(held)]),
    ]),
  ],
};

const openedClass: Handle = {
  ...movedClass,
  create: (held, target, bytes) => [`${target}.@open(${given(held, bytes)});`],
  support: (held) => [owner(held, [empty(held), block(`void @open(${parameters(held)})`, [throwing(held)])])],
};

/** The simplest first. */
export const handles: Record<string, Handle> = {
  raw,
  'unique-deleter': uniqueDeleter,
  'shared-deleter': sharedDeleter,
  'class-moved-in': movedClass,
  'class-opened': openedClass,
  'optional-class': optionalClass,
  'unique-class': uniqueClass,
};
