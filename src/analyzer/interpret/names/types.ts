/** What a type is good for, by its name. */
import type { TypeName } from '../../syntax/ast.ts';
import type { MemoryKind } from '../../trace/values.ts';

export function lastTypeName(type: TypeName): string {
  const at = type.name.lastIndexOf('::');
  return at < 0 ? type.name : type.name.slice(at + 2);
}

const containers = new Set([
  'vector',
  'array',
  'list',
  'forward_list',
  'deque',
  'queue',
  'priority_queue',
  'stack',
  'map',
  'unordered_map',
  'multimap',
  'set',
  'unordered_set',
  'initializer_list',
  'valarray',
]);

/** `std::pair`, whose parts are fields. */
export function isPair(type: TypeName): boolean {
  return lastTypeName(type) === 'pair' && type.args.length === 2 && type.pointers === 0;
}

export const isTuple = (type: TypeName): boolean =>
  lastTypeName(type) === 'tuple' && type.args.length > 0 && type.pointers === 0;

/** Containers whose elements are found by a key. */
export function isMap(typeName: string): boolean {
  return typeName.endsWith('map');
}

export const isStandardAllocator = (type: TypeName): boolean =>
  /^(?:polymorphic_)?allocator$/.test(lastTypeName(type));

/** Where its allocator stands among a container's template arguments. */
const allocators = new Map([
  ['vector', 1],
  ['deque', 1],
  ['list', 1],
  ['basic_string', 2],
]);

/** What the memory of a container or a text is: an allocator of the program's own may give any. */
export function memoryIn(type: TypeName): MemoryKind {
  const given = type.args[allocators.get(lastTypeName(type)) ?? Infinity];
  if (given && !isStandardAllocator(given)) return 'unknown';
  return isString(type) ? 'string' : 'vector';
}

/** A text of the standard library that owns what it holds. */
export const isString = (type: TypeName): boolean =>
  type.pointers === 0 && /^(?:std::)?(?:pmr::)?(?:string|basic_string)$/.test(type.name);

/** Containers that may stand between threads. */
const queues = new Set(['queue', 'deque', 'list', 'priority_queue', 'vector']);

export function isContainer(type: TypeName): boolean {
  return containers.has(lastTypeName(type)) && (type.args.length > 0 || type.name.startsWith('std::'));
}

export function isQueueContainer(typeName: string): boolean {
  return queues.has(typeName.replace(/^.*::/, ''));
}

/** Holders whose value is what they hold. */
const holders = new Set([
  'shared_ptr',
  'unique_ptr',
  'weak_ptr',
  'auto_ptr',
  'atomic',
  'optional',
  'reference_wrapper',
  'Ptr',
]);

/** A pointer that alone owns what it points to. */
export const isUniquePointer = (type: TypeName): boolean =>
  type.pointers === 0 && lastTypeName(type) === 'unique_ptr';

export const isOptional = (type: TypeName): boolean =>
  lastTypeName(type) === 'optional' && type.pointers === 0;

export function isSmartPointer(type: TypeName): boolean {
  return holders.has(lastTypeName(type)) && type.args.length > 0;
}

/** The type that a pointer-like type leads to. */
export function pointedType(type: TypeName): TypeName {
  const [inner] = type.args;
  return isSmartPointer(type) && inner ? inner : type;
}

const mutexes = new Set([
  'mutex',
  'recursive_mutex',
  'timed_mutex',
  'shared_mutex',
  'pthread_mutex_t',
  'pthread_spinlock_t',
]);

export function isMutex(type: TypeName): boolean {
  return mutexes.has(lastTypeName(type));
}

const locks = new Set(['lock_guard', 'unique_lock', 'scoped_lock', 'shared_lock']);

export function isLock(type: TypeName): boolean {
  return locks.has(lastTypeName(type));
}

const threads = new Set(['std::thread', 'thread', 'std::jthread', 'jthread', 'boost::thread']);

export function isThread(type: TypeName): boolean {
  return threads.has(type.name);
}
