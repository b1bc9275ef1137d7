/** What stands between two threads: the choice `queue`. */
import { block, type Code } from './code.ts';

export interface Queue {
  /** The class `^frame_queue` of frames, and what it needs. */
  types(capacity: string): Code[];
  /** Type of the object, which stands at file scope, and its arguments. */
  type(capacity: string): string;
  value?(capacity: string): string;
  push(queue: string, item: string): Code[];
  pop(queue: string, item: string): Code[];
}

const notFull = '$items_.size() < $capacity_';
const notEmpty = '!$items_.empty()';

interface Waits {
  lock: string;
  untilFree: Code[];
  untilFilled: Code[];
}

const waiting: Record<'loop' | 'predicate', Waits> = {
  loop: {
    lock: 'std::unique_lock<std::mutex> $guard($mutex_);',
    untilFree: [block('while ($items_.size() >= $capacity_)', ['$not_full_.wait($guard);'])],
    untilFilled: [block('while ($items_.empty())', ['$not_empty_.wait($guard);'])],
  },
  predicate: {
    lock: 'std::unique_lock<std::mutex> $guard($mutex_);',
    untilFree: [`$not_full_.wait($guard, [this] { return ${notFull}; });`],
    untilFilled: [`$not_empty_.wait($guard, [this] { return ${notEmpty}; });`],
  },
};

const take: Code[] = ['^frame $item = $items_.front();', '$items_.pop();'];

const conditionClass = (
  head: string,
  { lock, untilFree, untilFilled }: Waits,
  constructor: Code[],
  capacity: Code[],
): Code =>
  block(
    head,
    [
      'public:',
      ...constructor,
      block('void @push(const ^frame &$item)', [
        lock,
        ...untilFree,
        '$items_.push($item);',
        '$not_empty_.notify_one();',
      ]),
      block('^frame @pop()', [lock, ...untilFilled, ...take, '$not_full_.notify_one();', 'return $item;']),
      'private:',
      ...capacity,
      'std::queue<^frame> $items_;',
      'std::mutex $mutex_;',
      'std::condition_variable $not_full_, $not_empty_;',
    ],
    ';',
  );

const byConstructor: Code[] = ['explicit ^frame_queue(std::size_t $capacity) : $capacity_($capacity) {}'];
const kept: Code[] = ['std::size_t $capacity_;'];

const plain = {
  type: () => '^frame_queue ',
  value: (capacity: string) => `{${capacity}}`,
  push: (queue: string, item: string) => [`${queue}.@push(${item});`],
  pop: (queue: string, item: string) => [`^frame ${item} = ${queue}.@pop();`],
};

const predicate: Queue = {
  ...plain,
  types: () => [conditionClass('class ^frame_queue', waiting.predicate, byConstructor, kept)],
};

const loop: Queue = {
  ...plain,
  types: () => [conditionClass('class ^frame_queue', waiting.loop, byConstructor, kept)],
};

const templateArgument: Queue = {
  ...plain,
  types: () => [
    'template <std::size_t Capacity>',
    conditionClass(
      'class ^frame_queue',
      waiting.predicate,
      [],
      ['static constexpr std::size_t $capacity_ = Capacity;'],
    ),
  ],
  type: (capacity) => `^frame_queue<${capacity}> `,
  value: () => '',
};

const fixed: Queue = {
  ...plain,
  types: (capacity) => [
    conditionClass('class ^frame_queue', waiting.loop, [], [`const std::size_t $capacity_ = ${capacity};`]),
  ],
  value: () => '',
};

const pthreadQueue: Queue = {
  ...plain,
  types: () => [
    block(
      'class ^frame_queue',
      [
        'public:',
        ...byConstructor,
        block('void @push(const ^frame &$item)', [
          'pthread_mutex_lock(&$mutex_);',
          block(`while ($items_.size() >= $capacity_)`, ['pthread_cond_wait(&$not_full_, &$mutex_);']),
          '$items_.push($item);',
          'pthread_cond_signal(&$not_empty_);',
          'pthread_mutex_unlock(&$mutex_);',
        ]),
        block('^frame @pop()', [
          'pthread_mutex_lock(&$mutex_);',
          block('while ($items_.empty())', ['pthread_cond_wait(&$not_empty_, &$mutex_);']),
          ...take,
          'pthread_cond_signal(&$not_full_);',
          'pthread_mutex_unlock(&$mutex_);',
          'return $item;',
        ]),
        'private:',
        ...kept,
        'std::queue<^frame> $items_;',
        'pthread_mutex_t $mutex_ = PTHREAD_MUTEX_INITIALIZER;',
        'pthread_cond_t $not_full_ = PTHREAD_COND_INITIALIZER, $not_empty_ = PTHREAD_COND_INITIALIZER;',
      ],
      ';',
    ),
  ],
};

const semaphore: Queue = {
  ...plain,
  types: () => [
    block(
      'class ^frame_queue',
      [
        'public:',
        'explicit ^frame_queue(int $capacity) : $free_($capacity) {}',
        block('void @push(const ^frame &$item)', [
          '$free_.acquire();',
          block('', ['std::lock_guard<std::mutex> $guard($mutex_);', '$items_.push($item);']),
          '$filled_.release();',
        ]),
        block('^frame @pop()', [
          '$filled_.acquire();',
          '^frame $item;',
          block('', [
            'std::lock_guard<std::mutex> $guard($mutex_);',
            '$item = $items_.front();',
            '$items_.pop();',
          ]),
          '$free_.release();',
          'return $item;',
        ]),
        'private:',
        'std::counting_semaphore<> $free_;',
        'std::counting_semaphore<> $filled_{0};',
        'std::queue<^frame> $items_;',
        'std::mutex $mutex_;',
      ],
      ';',
    ),
  ],
};

/** Never waits itself: who pushes or pops tries again. */
const polled: Queue = {
  ...plain,
  types: () => [
    block(
      'class ^frame_queue',
      [
        'public:',
        ...byConstructor,
        block('bool @try_push(const ^frame &$item)', [
          'std::lock_guard<std::mutex> $guard($mutex_);',
          block('if ($items_.size() >= $capacity_)', ['return false;']),
          '$items_.push($item);',
          'return true;',
        ]),
        block('bool @try_pop(^frame &$item)', [
          'std::lock_guard<std::mutex> $guard($mutex_);',
          block('if ($items_.empty())', ['return false;']),
          '$item = $items_.front();',
          '$items_.pop();',
          'return true;',
        ]),
        'private:',
        ...kept,
        'std::queue<^frame> $items_;',
        'std::mutex $mutex_;',
      ],
      ';',
    ),
  ],
  push: (queue, item) => [block(`while (!${queue}.@try_push(${item}))`, ['std::this_thread::yield();'])],
  pop: (queue, item) => [
    `^frame ${item};`,
    block(`while (!${queue}.@try_pop(${item}))`, ['std::this_thread::yield();']),
  ],
};

const operators: Queue = {
  ...plain,
  types: () => [
    conditionClass(
      'class ^frame_queue',
      waiting.predicate,
      [
        ...byConstructor,
        block('^frame_queue &operator<<(const ^frame &$item)', ['@push($item);', 'return *this;']),
        block('^frame_queue &operator>>(^frame &$item)', ['$item = @pop();', 'return *this;']),
      ],
      kept,
    ),
  ],
  push: (queue, item) => [`${queue} << ${item};`],
  pop: (queue, item) => [`^frame ${item};`, `${queue} >> ${item};`],
};

/** The simplest first. */
export const queues: Record<string, Queue> = {
  predicate,
  'while-wait': loop,
  'template-argument': templateArgument,
  'constant-member': fixed,
  pthread: pthreadQueue,
  semaphore,
  polled,
  operators,
};
