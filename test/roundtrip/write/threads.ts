/** How threads are started and waited for: the choice `threads`. */
import { block, type Code, type Func } from './code.ts';

/** What is to be started. */
export interface Start {
  role: string;
  /** The function that runs a lane. */
  work: string;
  /** Type of its parameter without its name, e.g. `^lane &`. */
  parameter: string;
  pass: 'reference' | 'pointer' | 'index';
  count: string;
  /** The lane of an index, as the parameter wants it. */
  element(index: string): string;
}

export interface Started {
  types?: Code[];
  functions?: Func[];
  /** Statements that start them, and that wait for their end. */
  start: Code[];
  join: Code[];
}

type Threads = (start: Start) => Started;

const each = (count: string, body: Code[]): Code => block(`for (int $t = 0; $t < ${count}; ++$t)`, body);

/** The lane as an argument that is kept until the thread runs. */
const kept = ({ pass, element }: Start): string =>
  pass === 'reference' ? `std::ref(${element('$t')})` : element('$t');

const list = (role: string): string => `$${role}_threads`;

const listOf =
  (type: string, add: (start: Start, threads: string) => Code[], wait: (one: string) => Code[]): Threads =>
  (start) => ({
    start: [`std::vector<${type}> ${list(start.role)};`, each(start.count, add(start, list(start.role)))],
    join: wait === nothing ? [] : [block(`for (auto &$one : ${list(start.role)})`, wait('$one'))],
  });

const nothing = (): Code[] => [];
const join = (one: string): Code[] => [`${one}.join();`];
const joinIf = (one: string): Code[] => [block(`if (${one}.joinable())`, [`${one}.join();`])];

/** A lambda that runs a lane; it captures what the lane is named by. */
function lambda(start: Start): { before: Code[]; head: string; body: Code[] } {
  const { pass, parameter, work, element } = start;
  if (pass === 'index') return { before: [], head: '[$t]', body: [`${work}($t);`] };
  const declare = pass === 'reference' ? `${parameter}$mine` : `${parameter}const $mine`;
  return {
    before: [`${declare} = ${element('$t')};`],
    head: pass === 'reference' ? '[&$mine]' : '[$mine]',
    body: [`${work}($mine);`],
  };
}

const lambdaThread: Threads = (start) =>
  listOf(
    'std::thread',
    (_start, threads) => {
      const { before, head, body } = lambda(start);
      return [...before, block(`${threads}.emplace_back(${head}`, body, ');')];
    },
    join,
  )(start);

const pthread: Threads = (start) => {
  const { role, count, pass, parameter, work, element } = start;
  const pointee = pass === 'index' ? 'int' : parameter.replace(/[&*]$/, '').trim();
  const argument = {
    index: '*static_cast<int *>($arg)',
    pointer: `static_cast<${pointee} *>($arg)`,
    reference: `*static_cast<${pointee} *>($arg)`,
  }[pass];
  const address = {
    index: `&$${role}_numbers[$t]`,
    pointer: element('$t'),
    reference: `&${element('$t')}`.replace('&*', '&*'),
  }[pass];
  return {
    functions: [
      {
        result: 'void *',
        name: `@${role}_entry`,
        parameters: 'void *$arg',
        body: [`${work}(${argument});`, 'return nullptr;'],
      },
    ],
    start: [
      ...(pass === 'index' ? [`int $${role}_numbers[${count}];`] : []),
      `pthread_t $${role}_ids[${count}];`,
      each(count, [
        ...(pass === 'index' ? [`$${role}_numbers[$t] = $t;`] : []),
        `pthread_create(&$${role}_ids[$t], nullptr, @${role}_entry, ${address});`,
      ]),
    ],
    join: [each(count, [`pthread_join($${role}_ids[$t], nullptr);`])],
  };
};

/** A class that owns its thread and runs a member function in it. */
const memberThread: Threads = (start) => {
  const { role, parameter, work, count } = start;
  const type = `^${role}_thread`;
  return {
    types: [
      block(
        `class ${type}`,
        [
          'public:',
          `explicit ${type}(${parameter}$mine) : $mine_($mine) {}`,
          `void @start() { $thread_ = std::thread(&${type}::@loop, this); }`,
          'void @stop() { $thread_.join(); }',
          'private:',
          `void @loop() { ${work}($mine_); }`,
          `${parameter}$mine_;`,
          'std::thread $thread_;',
        ],
        ';',
      ),
    ],
    start: [
      `std::vector<std::unique_ptr<${type}>> ${list(role)};`,
      each(count, [
        `${list(role)}.push_back(std::make_unique<${type}>(${start.element('$t')}));`,
        `${list(role)}.back()->@start();`,
      ]),
    ],
    join: [block(`for (auto &$one : ${list(role)})`, ['$one->@stop();'])],
  };
};

const functorThread: Threads = (start) => {
  const { role, parameter, work, element } = start;
  const type = `^${role}_task`;
  return {
    types: [
      block(
        `struct ${type}`,
        [
          `explicit ${type}(${parameter}$mine) : $mine_($mine) {}`,
          `void operator()() const { ${work}($mine_); }`,
          `${parameter}$mine_;`,
        ],
        ';',
      ),
    ],
    ...listOf(
      'std::thread',
      (_s, threads) => [`${threads}.emplace_back(${type}(${element('$t')}));`],
      join,
    )(start),
  };
};

const openmp: Threads = ({ count, work, element }) => ({
  start: [`#pragma omp parallel for num_threads(${count})`, each(count, [`${work}(${element('$t')});`])],
  join: [],
});

const arrayThreads: Threads = (start) => ({
  start: [
    `std::thread ${list(start.role)}[${start.count}];`,
    each(start.count, [`${list(start.role)}[$t] = std::thread(${start.work}, ${kept(start)});`]),
  ],
  join: [block(`for (std::thread &$one : ${list(start.role)})`, joinIf('$one'))],
});

const poolClass = (type: string): Code[] => [
  block(
    `class ${type}`,
    [
      'public:',
      block(`explicit ${type}(int $size)`, [
        block('for (int $n = 0; $n < $size; ++$n)', [`$threads_.emplace_back([this] { @run(); });`]),
      ]),
      block(`~${type}()`, [
        block('', ['std::lock_guard<std::mutex> $guard($mutex_);', '$closed_ = true;']),
        '$changed_.notify_all();',
        block('for (auto &$one : $threads_)', ['$one.join();']),
      ]),
      block('void @submit(std::function<void()> $task)', [
        block('', ['std::lock_guard<std::mutex> $guard($mutex_);', '$tasks_.push(std::move($task));']),
        '$changed_.notify_one();',
      ]),
      'private:',
      block('void @run()', [
        block('for (;;)', [
          'std::function<void()> $task;',
          block('', [
            'std::unique_lock<std::mutex> $guard($mutex_);',
            '$changed_.wait($guard, [this] { return $closed_ || !$tasks_.empty(); });',
            block('if ($tasks_.empty())', ['return;']),
            '$task = std::move($tasks_.front());',
            '$tasks_.pop();',
          ]),
          '$task();',
        ]),
      ]),
      'std::mutex $mutex_;',
      'std::condition_variable $changed_;',
      'std::queue<std::function<void()>> $tasks_;',
      'bool $closed_ = false;',
      'std::vector<std::thread> $threads_;',
    ],
    ';',
  ),
];

const pool: Threads = (start) => {
  const { before, head, body } = lambda(start);
  const name = `$${start.role}_pool`;
  return {
    types: poolClass(`^${start.role}_pool`),
    start: [
      `^${start.role}_pool ${name}(${start.count});`,
      each(start.count, [...before, block(`${name}.@submit(${head}`, body, ');')]),
    ],
    join: [],
  };
};

const addTo =
  (argument: (start: Start) => string) =>
  (start: Start, threads: string): Code[] => [`${threads}.emplace_back(${argument(start)});`];

/** The simplest first. */
export const threads: Record<string, Threads> = {
  'std-thread': listOf(
    'std::thread',
    addTo((s) => `${s.work}, ${kept(s)}`),
    join,
  ),
  pthread,
  lambda: lambdaThread,
  'thread-array': arrayThreads,
  'thread-push-back': listOf(
    'std::thread',
    (s, list) => [`${list}.push_back(std::thread(${s.work}, ${kept(s)}));`],
    joinIf,
  ),
  'member-thread': memberThread,
  jthread: listOf(
    'std::jthread',
    addTo((s) => `${s.work}, ${kept(s)}`),
    nothing,
  ),
  async: listOf(
    'std::future<void>',
    (s, list) => {
      const { before, head, body } = lambda(s);
      return [...before, block(`${list}.push_back(std::async(std::launch::async, ${head}`, body, '));')];
    },
    (one) => [`${one}.wait();`],
  ),
  openmp,
  pool,
  functor: functorThread,
  bind: listOf(
    'std::thread',
    addTo((s) => `std::bind(${s.work}, ${kept(s)})`),
    join,
  ),
};
