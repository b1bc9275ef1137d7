import { program, setup } from './programs.ts';

/** A program whose threads each run `body` in a loop, behind `start`. */
export function workers(count: number, body: string, { top = '', start = '' } = {}): string {
  return program(`${top}
void *work(void *argument)
{
    size_t index = (size_t)argument;
    (void)index;
    aclrtSetCurrentContext(context);
    ${start}
    while (running) {
        ${body}
    }
    return nullptr;
}

int main()
{
${setup}
    pthread_t threads[${String(count)}];
    for (size_t i = 0; i < ${String(count)}; i++) {
        pthread_create(&threads[i], nullptr, work, (void *)i);
    }
    for (size_t i = 0; i < ${String(count)}; i++) {
        pthread_join(threads[i], nullptr);
    }
    return 0;
}`);
}
