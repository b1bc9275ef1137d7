/** Where simulations run: on this thread, or on others (pool.ts). The results are the same. */
import { runJob } from './job.ts';
import type { SimulationJob } from './job.ts';
import { Task } from './task.ts';

export interface Simulator {
  /** Simulations that run at once, at least 1. */
  readonly width: number;
  /** Nothing runs before somebody waits for the task. */
  submit(job: SimulationJob): Task;
}

/** Runs each at once, when it is first waited for: for programs that have nothing else to do meanwhile. */
export class LocalSimulator implements Simulator {
  readonly width = 1;

  submit(job: SimulationJob): Task {
    let begun = false;
    const task = new Task(job, () => {
      if (begun) return;
      begun = true;
      runInto(task);
    });
    return task;
  }
}

export function runInto(task: Task): void {
  try {
    task.finish(runJob(task.job));
  } catch (error) {
    task.fail(error);
  }
}
