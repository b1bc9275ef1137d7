/* Made from schema/ by `npm run schemas`. Times are in ms, sizes in bytes, rates in frames/s where nothing else is said. */

/** Output of acl-perf check --format json. */
export type Findings = {
  /** Of the form of this answer. */
  schemaVersion: 1;
  findings: {
    rule: string;
    severity: 'error' | 'warning' | 'info' | 'hint';
    /** As given, or relative to the working folder. */
    file: string;
    /** From 1. */
    line: number;
    /** From 1, in UTF-16 units. */
    column: number;
    endLine: number;
    /** Behind the last character. */
    endColumn: number;
    message: string;
    /** By simulation; null where the finding is not about throughput. */
    gain: {
      qpsBefore: number;
      qpsAfter: number;
      /** Half width of the 95 % range of the difference, frames/s. */
      plusMinus: number;
      /** The part of it by which the simulation alone may be off, frames/s. */
      noise: number;
      /** Median latency before and after, ms. */
      latencyMs?: [number, number];
      /** Peak device memory before and after. */
      memoryBytes?: [number, number];
      /** What binds after the change. */
      boundBy: string;
      boundUtilization: number;
    } | null;
    /** The function, or the class with its methods, that it is in, where nothing at hand calls that: judged as if called. */
    entry?: string;
    /** Of several programs that share the place, the one that gains it. */
    program?: string;
    related: {
      /** As given, or relative to the working folder. */
      file: string;
      /** From 1. */
      line: number;
      /** From 1, in UTF-16 units. */
      column: number;
      endLine: number;
      /** Behind the last character. */
      endColumn: number;
      message: string;
    }[];
    fixes: {
      title: string;
      preferred: boolean;
      edits: {
        /** As given, or relative to the working folder. */
        file: string;
        /** From 1. */
        line: number;
        /** From 1, in UTF-16 units. */
        column: number;
        endLine: number;
        /** Behind the last character. */
        endColumn: number;
        newText: string;
      }[];
    }[];
    /** The same for all places of one cause. */
    groupId: string;
    /** Why there is no fix, of a rule that has some. */
    notFixed?: string;
  }[];
  /** Where the analysis itself is incomplete. */
  notices: {
    code: string;
    /** As given, or relative to the working folder. */
    file: string;
    /** From 1. */
    line: number;
    /** From 1, in UTF-16 units. */
    column: number;
    endLine: number;
    /** Behind the last character. */
    endColumn: number;
    message: string;
  }[];
  /** How much was understood of the files that were named. */
  coverage: {
    /** complete: all calls that matter are followed; partial: some are not; none: nothing is. */
    verdict: 'complete' | 'partial' | 'none';
    /** Calls of the runtime in the program’s files. */
    calls: number;
    /** How many of them are followed. */
    followed: number;
    /** One sentence, in the language of the run. */
    message: string;
    /** The calls that are not followed, by function, each with the reason. */
    unread: {
      function: string;
      /** As given, or relative to the working folder. */
      file: string;
      /** From 1. */
      line: number;
      /** From 1, in UTF-16 units. */
      column: number;
      endLine: number;
      /** Behind the last character. */
      endColumn: number;
      calls: number;
      /** How many of them give the device work. */
      work: number;
      reason:
        | 'unused'
        | 'not-reached'
        | 'no-main'
        | 'body-absent'
        | 'class-unknown'
        | 'other-side'
        | 'path'
        | 'macro-unread'
        | 'unparsed'
        | 'limit';
      detail?: string;
      /** One sentence, in the language of the run. */
      message: string;
    }[];
  };
  /** The same by program. */
  programs: {
    program: string;
    /** entry: a function, or a class with its methods, that nothing at hand calls. */
    kind: 'program' | 'entry';
    /** As given, or relative to the working folder. */
    file: string;
    /** complete: all calls that matter are followed; partial: some are not; none: nothing is. */
    verdict: 'complete' | 'partial' | 'none';
    calls: number;
    followed: number;
  }[];
};

/** Output of acl-perf predict and simulate --format json. */
export type Prediction =
  | {
      /** Of the form of this answer. */
      schemaVersion: 1;
      program: string;
      file: string | null;
      device: string;
      qps: number | null;
      qpsRange: [number, number] | null;
      callsPerSecond: number | null;
      bounds: {
        lower: number;
        upper: number;
        expected?: number;
      } | null;
      bottleneck: {
        resource: string;
        utilization: number;
        inWords: string;
      } | null;
      memory: {
        peakBytes: number;
        limitBytes: number;
        fits: boolean;
        parts: Record<string, number>;
        failure?: string;
      } | null;
      /** Time of a program that ends, start and end included; qps is of its steady loop. */
      wholeMs?: number;
      latency: {
        medianMs: number;
        p99Ms: number;
        p90Ms?: number;
        p999Ms?: number;
      } | null;
      run: {
        simulatedMs: number;
        frames: number;
        events: number;
        seed: number;
        converged: boolean;
        noise: number;
        doubts: Record<string, number>;
      } | null;
      utilization: Record<string, number>;
      /** The same of each device, where there are several. */
      devices?: Record<string, number>[];
      hostThreads: Record<string, number>;
      idle: Record<string, Record<string, number>>;
      criticalPath: {
        what: string;
        resource: string;
        milliseconds: number;
        /** Of it, what a frame waits for the resource; left out of work of the host. */
        waitedMs?: number;
        share: number;
        source?: {
          /** As given, or relative to the working folder. */
          file: string;
          /** From 1. */
          line: number;
          /** From 1, in UTF-16 units. */
          column: number;
          endLine: number;
          /** Behind the last character. */
          endColumn: number;
        };
      }[];
      speedups: {
        resource: string;
        factor: number;
        qps: number;
      }[];
      warnings: string[];
      /** What is not known and does something to the rate, the most decisive first. */
      doubts?: {
        kind: 'parameter' | 'resource';
        name: string;
        model?: string;
        value: number;
        low: {
          at: number;
          qps: number;
        };
        high: {
          at: number;
          qps: number;
        };
        share: number;
      }[];
      /** What the rate hangs on, where that is one thing that is not known. */
      deciding?: string;
      /** Why there is no rate; the figures are null then. */
      problem?: {
        code: string;
        message: string;
        source?: {
          /** As given, or relative to the working folder. */
          file: string;
          /** From 1. */
          line: number;
          /** From 1, in UTF-16 units. */
          column: number;
          endLine: number;
          /** Behind the last character. */
          endColumn: number;
        };
      };
      /** How much of the program was understood; null for a pipeline without source. */
      coverage: {
        /** complete: all calls that matter are followed; partial: some are not; none: nothing is. */
        verdict: 'complete' | 'partial' | 'none';
        /** Calls of the runtime in the program’s files. */
        calls: number;
        /** How many of them are followed. */
        followed: number;
        /** One sentence, in the language of the run. */
        message: string;
        /** The calls that are not followed, by function, each with the reason. */
        unread: {
          function: string;
          /** As given, or relative to the working folder. */
          file: string;
          /** From 1. */
          line: number;
          /** From 1, in UTF-16 units. */
          column: number;
          endLine: number;
          /** Behind the last character. */
          endColumn: number;
          calls: number;
          /** How many of them give the device work. */
          work: number;
          reason:
            | 'unused'
            | 'not-reached'
            | 'no-main'
            | 'body-absent'
            | 'class-unknown'
            | 'other-side'
            | 'path'
            | 'macro-unread'
            | 'unparsed'
            | 'limit';
          detail?: string;
          /** One sentence, in the language of the run. */
          message: string;
        }[];
      } | null;
      /** By gain, the largest first. */
      advice: {
        kind: 'fix' | 'parameter';
        message: string;
        gain: {
          qpsBefore: number;
          qpsAfter: number;
          /** Half width of the 95 % range of the difference, frames/s. */
          plusMinus: number;
          /** The part of it by which the simulation alone may be off, frames/s. */
          noise: number;
          /** Median latency before and after, ms. */
          latencyMs?: [number, number];
          /** Peak device memory before and after. */
          memoryBytes?: [number, number];
          /** What binds after the change. */
          boundBy: string;
          boundUtilization: number;
        } | null;
        rule?: string;
        severity?: 'error' | 'warning' | 'info' | 'hint';
        /** As given, or relative to the working folder. */
        file?: string;
        /** From 1. */
        line?: number;
        /** From 1, in UTF-16 units. */
        column?: number;
        endLine?: number;
        /** Behind the last character. */
        endColumn?: number;
        fixes?: string[];
        settings?: Record<string, number>;
      }[];
      /** All fixes that gain made at once. */
      together: {
        rules: string[];
        gain: {
          qpsBefore: number;
          qpsAfter: number;
          /** Half width of the 95 % range of the difference, frames/s. */
          plusMinus: number;
          /** The part of it by which the simulation alone may be off, frames/s. */
          noise: number;
          /** Median latency before and after, ms. */
          latencyMs?: [number, number];
          /** Peak device memory before and after. */
          memoryBytes?: [number, number];
          /** What binds after the change. */
          boundBy: string;
          boundUtilization: number;
        };
      } | null;
      unknowns: {
        code: string;
        detail: string;
        settle: string;
        /** One sentence, in the language of the run. */
        message: string;
        range?: {
          /** As given, or relative to the working folder. */
          file: string;
          /** From 1. */
          line: number;
          /** From 1, in UTF-16 units. */
          column: number;
          endLine: number;
          /** Behind the last character. */
          endColumn: number;
        };
        parameter?: string;
      }[];
      parameters: {
        name: string;
        value: number;
        sourceValue: number;
        unit: string;
        range: [number, number];
        kind: 'constant' | 'open';
        role?: 'threads' | 'depth' | 'batch' | 'streams';
        source?: {
          /** As given, or relative to the working folder. */
          file: string;
          /** From 1. */
          line: number;
          /** From 1, in UTF-16 units. */
          column: number;
          endLine: number;
          /** Behind the last character. */
          endColumn: number;
        };
      }[];
      /** Of simulate: does what arrives fit? */
      plan?: {
        /** Frames/s that arrive, where something sets a pace. */
        wanted?: number;
        possible: number;
        fits: boolean;
        /** What sets the pace: the threads, how many there are, how many are kept up with. */
        sources?: {
          threads: string[];
          count: number;
          carried: number;
        };
        /** Devices that have enough of every engine for what arrives. */
        devicesNeeded?: number;
        loads: {
          resource: string;
          load: number;
        }[];
        bandwidth: {
          terms: {
            engine: string;
            framesPerSecond: number;
            pixels: number;
            bytesPerSecond: number;
            inWords: string;
          }[];
          bytesPerSecond: number;
          share: number;
        };
        verdict: string;
      };
    }
  | {
      /** Of the form of this answer. */
      schemaVersion: 1;
      programs: {
        program: string;
        file: string | null;
        device: string;
        qps: number | null;
        qpsRange: [number, number] | null;
        callsPerSecond: number | null;
        bounds: {
          lower: number;
          upper: number;
          expected?: number;
        } | null;
        bottleneck: {
          resource: string;
          utilization: number;
          inWords: string;
        } | null;
        memory: {
          peakBytes: number;
          limitBytes: number;
          fits: boolean;
          parts: Record<string, number>;
          failure?: string;
        } | null;
        /** Time of a program that ends, start and end included; qps is of its steady loop. */
        wholeMs?: number;
        latency: {
          medianMs: number;
          p99Ms: number;
          p90Ms?: number;
          p999Ms?: number;
        } | null;
        run: {
          simulatedMs: number;
          frames: number;
          events: number;
          seed: number;
          converged: boolean;
          noise: number;
          doubts: Record<string, number>;
        } | null;
        utilization: Record<string, number>;
        /** The same of each device, where there are several. */
        devices?: Record<string, number>[];
        hostThreads: Record<string, number>;
        idle: Record<string, Record<string, number>>;
        criticalPath: {
          what: string;
          resource: string;
          milliseconds: number;
          /** Of it, what a frame waits for the resource; left out of work of the host. */
          waitedMs?: number;
          share: number;
          source?: {
            /** As given, or relative to the working folder. */
            file: string;
            /** From 1. */
            line: number;
            /** From 1, in UTF-16 units. */
            column: number;
            endLine: number;
            /** Behind the last character. */
            endColumn: number;
          };
        }[];
        speedups: {
          resource: string;
          factor: number;
          qps: number;
        }[];
        warnings: string[];
        /** What is not known and does something to the rate, the most decisive first. */
        doubts?: {
          kind: 'parameter' | 'resource';
          name: string;
          model?: string;
          value: number;
          low: {
            at: number;
            qps: number;
          };
          high: {
            at: number;
            qps: number;
          };
          share: number;
        }[];
        /** What the rate hangs on, where that is one thing that is not known. */
        deciding?: string;
        /** Why there is no rate; the figures are null then. */
        problem?: {
          code: string;
          message: string;
          source?: {
            /** As given, or relative to the working folder. */
            file: string;
            /** From 1. */
            line: number;
            /** From 1, in UTF-16 units. */
            column: number;
            endLine: number;
            /** Behind the last character. */
            endColumn: number;
          };
        };
        /** How much of the program was understood; null for a pipeline without source. */
        coverage: {
          /** complete: all calls that matter are followed; partial: some are not; none: nothing is. */
          verdict: 'complete' | 'partial' | 'none';
          /** Calls of the runtime in the program’s files. */
          calls: number;
          /** How many of them are followed. */
          followed: number;
          /** One sentence, in the language of the run. */
          message: string;
          /** The calls that are not followed, by function, each with the reason. */
          unread: {
            function: string;
            /** As given, or relative to the working folder. */
            file: string;
            /** From 1. */
            line: number;
            /** From 1, in UTF-16 units. */
            column: number;
            endLine: number;
            /** Behind the last character. */
            endColumn: number;
            calls: number;
            /** How many of them give the device work. */
            work: number;
            reason:
              | 'unused'
              | 'not-reached'
              | 'no-main'
              | 'body-absent'
              | 'class-unknown'
              | 'other-side'
              | 'path'
              | 'macro-unread'
              | 'unparsed'
              | 'limit';
            detail?: string;
            /** One sentence, in the language of the run. */
            message: string;
          }[];
        } | null;
        /** By gain, the largest first. */
        advice: {
          kind: 'fix' | 'parameter';
          message: string;
          gain: {
            qpsBefore: number;
            qpsAfter: number;
            /** Half width of the 95 % range of the difference, frames/s. */
            plusMinus: number;
            /** The part of it by which the simulation alone may be off, frames/s. */
            noise: number;
            /** Median latency before and after, ms. */
            latencyMs?: [number, number];
            /** Peak device memory before and after. */
            memoryBytes?: [number, number];
            /** What binds after the change. */
            boundBy: string;
            boundUtilization: number;
          } | null;
          rule?: string;
          severity?: 'error' | 'warning' | 'info' | 'hint';
          /** As given, or relative to the working folder. */
          file?: string;
          /** From 1. */
          line?: number;
          /** From 1, in UTF-16 units. */
          column?: number;
          endLine?: number;
          /** Behind the last character. */
          endColumn?: number;
          fixes?: string[];
          settings?: Record<string, number>;
        }[];
        /** All fixes that gain made at once. */
        together: {
          rules: string[];
          gain: {
            qpsBefore: number;
            qpsAfter: number;
            /** Half width of the 95 % range of the difference, frames/s. */
            plusMinus: number;
            /** The part of it by which the simulation alone may be off, frames/s. */
            noise: number;
            /** Median latency before and after, ms. */
            latencyMs?: [number, number];
            /** Peak device memory before and after. */
            memoryBytes?: [number, number];
            /** What binds after the change. */
            boundBy: string;
            boundUtilization: number;
          };
        } | null;
        unknowns: {
          code: string;
          detail: string;
          settle: string;
          /** One sentence, in the language of the run. */
          message: string;
          range?: {
            /** As given, or relative to the working folder. */
            file: string;
            /** From 1. */
            line: number;
            /** From 1, in UTF-16 units. */
            column: number;
            endLine: number;
            /** Behind the last character. */
            endColumn: number;
          };
          parameter?: string;
        }[];
        parameters: {
          name: string;
          value: number;
          sourceValue: number;
          unit: string;
          range: [number, number];
          kind: 'constant' | 'open';
          role?: 'threads' | 'depth' | 'batch' | 'streams';
          source?: {
            /** As given, or relative to the working folder. */
            file: string;
            /** From 1. */
            line: number;
            /** From 1, in UTF-16 units. */
            column: number;
            endLine: number;
            /** Behind the last character. */
            endColumn: number;
          };
        }[];
        /** Of simulate: does what arrives fit? */
        plan?: {
          /** Frames/s that arrive, where something sets a pace. */
          wanted?: number;
          possible: number;
          fits: boolean;
          /** What sets the pace: the threads, how many there are, how many are kept up with. */
          sources?: {
            threads: string[];
            count: number;
            carried: number;
          };
          /** Devices that have enough of every engine for what arrives. */
          devicesNeeded?: number;
          loads: {
            resource: string;
            load: number;
          }[];
          bandwidth: {
            terms: {
              engine: string;
              framesPerSecond: number;
              pixels: number;
              bytesPerSecond: number;
              inWords: string;
            }[];
            bytesPerSecond: number;
            share: number;
          };
          verdict: string;
        };
      }[];
    };

export type Pipeline0 =
  | {
      kind: 'submit';
      call?: string;
      engine:
        | 'aicore'
        | 'aicpu'
        | 'jpegd'
        | 'jpege'
        | 'pngd'
        | 'vpc'
        | 'vdec'
        | 'venc'
        | 'h2d'
        | 'd2h'
        | 'd2d'
        | 'p2p'
        | 'memset';
      mode?: 'sync' | 'async';
      stream?:
        | string
        | {
            id: string;
            /** A number, or an arithmetic expression over parameters, e.g. "WIDTH * HEIGHT * 3 / 2". */
            index?: number | string;
            /** What consecutive passes of a loop with "turns" name, the first pass first. */
            turns?: {
              id: string;
              /** A number, or an arithmetic expression over parameters, e.g. "WIDTH * HEIGHT * 3 / 2". */
              index?: number | string;
            }[];
          };
      work?: {
        /** A number, or an arithmetic expression over parameters, e.g. "WIDTH * HEIGHT * 3 / 2". */
        bytes?: number | string;
        /** A number, or an arithmetic expression over parameters, e.g. "WIDTH * HEIGHT * 3 / 2". */
        pixels?: number | string;
        /** A number, or an arithmetic expression over parameters, e.g. "WIDTH * HEIGHT * 3 / 2". */
        pictures?: number | string;
        model?: string;
        models?: string[];
        /** A number, or an arithmetic expression over parameters, e.g. "WIDTH * HEIGHT * 3 / 2". */
        milliseconds?: number | string;
        pageable?: boolean;
      };
      /** A number, or an arithmetic expression over parameters, e.g. "WIDTH * HEIGHT * 3 / 2". */
      completes?: number | string;
      source?: {
        file: string;
        line: number;
        column: number;
        endLine: number;
        endColumn: number;
      };
      calledFrom?: {
        file: string;
        line: number;
        column: number;
        endLine: number;
        endColumn: number;
      }[];
    }
  | {
      kind: 'repeat';
      /** Passes, or "forever" for a loop that runs until the program is stopped. */
      times?: number | string;
      body: Pipeline1;
      frameLoop?: boolean;
      part?: boolean;
      stages?: boolean;
      frame?: boolean;
      /** As many passes as the last batch has items, where these are fewer. */
      taken?: boolean;
      /** Passes that take streams, events or models in turn, until the first one comes again. */
      turns?: number;
      turn?: boolean;
      source?: {
        file: string;
        line: number;
        column: number;
        endLine: number;
        endColumn: number;
      };
      calledFrom?: {
        file: string;
        line: number;
        column: number;
        endLine: number;
        endColumn: number;
      }[];
    }
  | {
      kind: 'wait';
      for?: 'stream' | 'device' | 'event' | 'report' | 'task' | 'thread';
      target?:
        | string
        | {
            id: string;
            /** A number, or an arithmetic expression over parameters, e.g. "WIDTH * HEIGHT * 3 / 2". */
            index?: number | string;
            /** What consecutive passes of a loop with "turns" name, the first pass first. */
            turns?: {
              id: string;
              /** A number, or an arithmetic expression over parameters, e.g. "WIDTH * HEIGHT * 3 / 2". */
              index?: number | string;
            }[];
          };
      call?: string;
      source?: {
        file: string;
        line: number;
        column: number;
        endLine: number;
        endColumn: number;
      };
      calledFrom?: {
        file: string;
        line: number;
        column: number;
        endLine: number;
        endColumn: number;
      }[];
    }
  | {
      kind: 'record' | 'streamWait' | 'resetEvent';
      event:
        | string
        | {
            id: string;
            /** A number, or an arithmetic expression over parameters, e.g. "WIDTH * HEIGHT * 3 / 2". */
            index?: number | string;
            /** What consecutive passes of a loop with "turns" name, the first pass first. */
            turns?: {
              id: string;
              /** A number, or an arithmetic expression over parameters, e.g. "WIDTH * HEIGHT * 3 / 2". */
              index?: number | string;
            }[];
          };
      stream?:
        | string
        | {
            id: string;
            /** A number, or an arithmetic expression over parameters, e.g. "WIDTH * HEIGHT * 3 / 2". */
            index?: number | string;
            /** What consecutive passes of a loop with "turns" name, the first pass first. */
            turns?: {
              id: string;
              /** A number, or an arithmetic expression over parameters, e.g. "WIDTH * HEIGHT * 3 / 2". */
              index?: number | string;
            }[];
          };
      source?: {
        file: string;
        line: number;
        column: number;
        endLine: number;
        endColumn: number;
      };
      calledFrom?: {
        file: string;
        line: number;
        column: number;
        endLine: number;
        endColumn: number;
      }[];
    }
  | {
      kind: 'enqueue' | 'dequeue';
      queue: string;
      blocking?: boolean;
      /** Time between two looks of a thread that polls an empty queue, ms. */
      pollMs?: number | string;
      /** Items that are taken as one batch: the first, and those that come in time. */
      atMost?: number | string;
      /** How long a batch waits for more than its first item, ms. Default 0. */
      withinMs?: number | string;
      source?: {
        file: string;
        line: number;
        column: number;
        endLine: number;
        endColumn: number;
      };
      calledFrom?: {
        file: string;
        line: number;
        column: number;
        endLine: number;
        endColumn: number;
      }[];
    }
  | {
      kind: 'lock';
      mutex: string;
      body: Pipeline1;
      source?: {
        file: string;
        line: number;
        column: number;
        endLine: number;
        endColumn: number;
      };
      calledFrom?: {
        file: string;
        line: number;
        column: number;
        endLine: number;
        endColumn: number;
      }[];
    }
  | {
      kind: 'host';
      what?: string;
      /** A number, or an arithmetic expression over parameters, e.g. "WIDTH * HEIGHT * 3 / 2". */
      milliseconds: number | string;
      busy?: boolean;
      source?: {
        file: string;
        line: number;
        column: number;
        endLine: number;
        endColumn: number;
      };
      calledFrom?: {
        file: string;
        line: number;
        column: number;
        endLine: number;
        endColumn: number;
      }[];
    }
  | {
      kind: 'allocate' | 'free';
      pool?: 'device' | 'dvpp' | 'pinned' | 'host';
      /** A number, or an arithmetic expression over parameters, e.g. "WIDTH * HEIGHT * 3 / 2". */
      bytes?: number | string;
      call?: string;
      source?: {
        file: string;
        line: number;
        column: number;
        endLine: number;
        endColumn: number;
      };
      calledFrom?: {
        file: string;
        line: number;
        column: number;
        endLine: number;
        endColumn: number;
      }[];
    }
  | {
      kind: 'branch';
      /** A number, or an arithmetic expression over parameters, e.g. "WIDTH * HEIGHT * 3 / 2". */
      share: number | string;
      periodic?: true;
      then?: Pipeline1;
      otherwise?: Pipeline1;
      source?: {
        file: string;
        line: number;
        column: number;
        endLine: number;
        endColumn: number;
      };
      calledFrom?: {
        file: string;
        line: number;
        column: number;
        endLine: number;
        endColumn: number;
      }[];
    }
  | {
      kind: 'callback';
      thread: string;
      stream?:
        | string
        | {
            id: string;
            /** A number, or an arithmetic expression over parameters, e.g. "WIDTH * HEIGHT * 3 / 2". */
            index?: number | string;
            /** What consecutive passes of a loop with "turns" name, the first pass first. */
            turns?: {
              id: string;
              /** A number, or an arithmetic expression over parameters, e.g. "WIDTH * HEIGHT * 3 / 2". */
              index?: number | string;
            }[];
          };
      blocking?: boolean;
      source?: {
        file: string;
        line: number;
        column: number;
        endLine: number;
        endColumn: number;
      };
      calledFrom?: {
        file: string;
        line: number;
        column: number;
        endLine: number;
        endColumn: number;
      }[];
    };

export type Pipeline1 = Pipeline0[];

/** What a program asks of an Ascend device; written by acl-perf or by hand. */
export type Pipeline = {
  $schema?: string;
  schemaVersion?: 1;
  version?: 1;
  name?: string;
  source?: {
    file: string;
    line: number;
    column: number;
    endLine: number;
    endColumn: number;
  };
  parameters?: {
    name: string;
    /** The value used when the user sets none. */
    value: number;
    unit?: 'count' | 'ms' | 'bytes' | 'pixels' | 'frames' | 'frames/s' | 'share';
    range?: [number, number];
    kind?: 'constant' | 'open';
    origin?: {
      kind:
        | 'literal'
        | 'define'
        | 'constant'
        | 'enum'
        | 'variable'
        | 'comment'
        | 'argument'
        | 'default'
        | 'path'
        | 'user';
      range?: {
        file: string;
        line: number;
        column: number;
        endLine: number;
        endColumn: number;
      };
      evidence?: string;
    };
    description?: string;
    /** Of a guess: the factor that it may be off by; left out: what is usual of its unit. */
    spread?: number;
    /** Of a mode, which is fixed for a run: its values 0, 1, … by name. */
    choices?: string[];
  }[];
  /** A number, or an arithmetic expression over parameters, e.g. "WIDTH * HEIGHT * 3 / 2". */
  processes?: number | string;
  /** A number, or an arithmetic expression over parameters, e.g. "WIDTH * HEIGHT * 3 / 2". */
  devices?: number | string;
  /** Frames that come in from outside at their own pace. */
  arrivals?: {
    /** Frames a second, of all sources together. */
    rate: number | string;
    /** Cameras or clients. Default 1. */
    sources?: number | string;
    /** periodic: each source at equal intervals, out of phase; poisson: at random; bursty: several at once. */
    pattern?: 'periodic' | 'poisson' | 'bursty';
    /** Frames of a burst. Default 8. */
    burst?: number | string;
    /** Times at which frames came, ms: their intervals over and over, scaled to the rate. */
    times?: number[];
  };
  streams?: {
    id: string;
    /** thread: one for every replica of a thread; program: one that all share. */
    scope?: 'thread' | 'program';
    /** A number, or an arithmetic expression over parameters, e.g. "WIDTH * HEIGHT * 3 / 2". */
    count?: number | string;
    /** Of the devices of the pipeline, counted from 0. */
    device?: number | string;
    source?: {
      file: string;
      line: number;
      column: number;
      endLine: number;
      endColumn: number;
    };
  }[];
  events?: {
    id: string;
    /** thread: one for every replica of a thread; program: one that all share. */
    scope?: 'thread' | 'program';
    source?: {
      file: string;
      line: number;
      column: number;
      endLine: number;
      endColumn: number;
    };
  }[];
  queues?: {
    id: string;
    /** A number, or an arithmetic expression over parameters, e.g. "WIDTH * HEIGHT * 3 / 2". */
    capacity?: number | string;
    /** A number, or an arithmetic expression over parameters, e.g. "WIDTH * HEIGHT * 3 / 2". */
    initial?: number | string;
    source?: {
      file: string;
      line: number;
      column: number;
      endLine: number;
      endColumn: number;
    };
  }[];
  models?: {
    id: string;
    catalogueName?: string;
    path?: string;
    /** A number, or an arithmetic expression over parameters, e.g. "WIDTH * HEIGHT * 3 / 2". */
    batch?: number | string;
    /** thread: one for every replica of a thread; program: one that all share. */
    scope?: 'thread' | 'program';
    /** A number, or an arithmetic expression over parameters, e.g. "WIDTH * HEIGHT * 3 / 2". */
    milliseconds?: number | string;
    /** A number, or an arithmetic expression over parameters, e.g. "WIDTH * HEIGHT * 3 / 2". */
    inputBytes?: number | string;
    /** A number, or an arithmetic expression over parameters, e.g. "WIDTH * HEIGHT * 3 / 2". */
    outputBytes?: number | string;
    /** A number, or an arithmetic expression over parameters, e.g. "WIDTH * HEIGHT * 3 / 2". */
    weightBytes?: number | string;
    /** A number, or an arithmetic expression over parameters, e.g. "WIDTH * HEIGHT * 3 / 2". */
    workBytes?: number | string;
    source?: {
      file: string;
      line: number;
      column: number;
      endLine: number;
      endColumn: number;
    };
  }[];
  buffers?: {
    id: string;
    pool?: 'device' | 'dvpp' | 'pinned' | 'host';
    /** A number, or an arithmetic expression over parameters, e.g. "WIDTH * HEIGHT * 3 / 2". */
    bytes: number | string;
    /** A number, or an arithmetic expression over parameters, e.g. "WIDTH * HEIGHT * 3 / 2". */
    count?: number | string;
    /** thread: one for every replica of a thread; program: one that all share. */
    scope?: 'thread' | 'program';
    source?: {
      file: string;
      line: number;
      column: number;
      endLine: number;
      endColumn: number;
    };
  }[];
  threads: {
    id: string;
    entry?: string;
    /** A number, or an arithmetic expression over parameters, e.g. "WIDTH * HEIGHT * 3 / 2". */
    replicas?: number | string;
    /** Of the devices of the pipeline, counted from 0. */
    device?: number | string;
    kind?: 'main' | 'thread' | 'callback';
    program: Pipeline0[];
    source?: {
      file: string;
      line: number;
      column: number;
      endLine: number;
      endColumn: number;
    };
    createdAt?: {
      file: string;
      line: number;
      column: number;
      endLine: number;
      endColumn: number;
    };
  }[];
  unknowns?: {
    code: string;
    detail: string;
    settle: string;
    range?: {
      file: string;
      line: number;
      column: number;
      endLine: number;
      endColumn: number;
    };
    parameter?: string;
  }[];
  coverage?: {
    /** complete: all calls that matter are followed; partial: some are not; none: nothing is. */
    verdict: 'complete' | 'partial' | 'none';
    /** Calls of the runtime in the program’s files. */
    calls: number;
    /** How many of them are followed. */
    followed: number;
    /** The calls that are not followed, by function, each with the reason. */
    unread: {
      function: string;
      range: {
        file: string;
        line: number;
        column: number;
        endLine: number;
        endColumn: number;
      };
      calls: number;
      /** How many of them give the device work. */
      work: number;
      reason:
        | 'unused'
        | 'not-reached'
        | 'no-main'
        | 'body-absent'
        | 'class-unknown'
        | 'other-side'
        | 'path'
        | 'macro-unread'
        | 'unparsed'
        | 'limit';
      detail?: string;
    }[];
  };
};
