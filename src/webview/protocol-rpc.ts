/**
 * A small typed RPC over a channel that carries plain values (postMessage of a webview). Both ends parse every message
 * they get against its schema; one that does not fit is answered with an error or, where nobody waits, reported.
 */
import * as v from 'valibot';
import { ownValue } from '../base/own-value.ts';

export interface Channel {
  post(message: unknown): void;
  listen(receive: (message: unknown) => void): void;
}

export interface Call {
  params: v.GenericSchema;
  result: v.GenericSchema;
}
export type Events = Record<string, v.GenericSchema>;

type Params<C> = C extends Call ? v.InferOutput<C['params']> : never;
type Result<C> = C extends Call ? v.InferOutput<C['result']> : never;
type Value<S> = S extends v.GenericSchema ? v.InferOutput<S> : never;

export type Handlers<C> = { [N in keyof C]: (params: Params<C[N]>) => Promise<Result<C[N]>> | Result<C[N]> };
export type Listeners<E> = { [N in keyof E]?: (value: Value<E[N]>) => void };

const envelope = v.variant('kind', [
  v.object({ kind: v.literal('call'), id: v.number(), name: v.string(), value: v.unknown() }),
  v.object({ kind: v.literal('answer'), id: v.number(), value: v.unknown() }),
  v.object({ kind: v.literal('failure'), id: v.number(), message: v.string() }),
  v.object({ kind: v.literal('event'), name: v.string(), value: v.unknown() }),
]);
type Envelope = v.InferOutput<typeof envelope>;
type Receive = (message: Envelope) => void;

function receiveOn(channel: Channel, report: (problem: string) => void, receive: Receive): void {
  channel.listen((raw) => {
    const message = v.safeParse(envelope, raw);
    if (message.success) receive(message.output);
    else report(`unknown message: ${message.issues[0].message}`);
  });
}

function parse<T>(schema: v.GenericSchema<unknown, T>, value: unknown, where: string): T {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const issue = result.issues[0];
  throw new Error(`${where} ${v.getDotPath(issue) ?? ''}: ${issue.message}`);
}

const inWords = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The end that answers calls and sends events (the extension). */
export function serve<C extends Record<keyof C, Call>, E extends Events>(
  channel: Channel,
  calls: C,
  events: E,
  handlers: Handlers<C>,
  report: (problem: string) => void,
): { send<N extends keyof E & string>(name: N, value: Value<E[N]>): void } {
  const answer = async (name: string, value: unknown): Promise<unknown> => {
    if (!Object.hasOwn(calls, name)) throw new Error(`no such call: ${name}`);
    const key = name as keyof C;
    const params = parse(calls[key].params as v.GenericSchema<unknown, Params<C[keyof C]>>, value, name);
    return parse(calls[key].result, await handlers[key](params), `${name} result`);
  };
  receiveOn(channel, report, (message) => {
    if (message.kind !== 'call') return report(`unexpected ${message.kind}`);
    const { id, name } = message;
    answer(name, message.value).then(
      (value) => channel.post({ kind: 'answer', id, value }),
      (error: unknown) => channel.post({ kind: 'failure', id, message: inWords(error) }),
    );
  });
  return {
    send(name, value) {
      const schema = ownValue(events, name);
      if (schema) channel.post({ kind: 'event', name, value: parse(schema, value, name) });
    },
  };
}

export interface Caller<C> {
  /** Rejects with what went wrong on the other side, or with what does not fit the protocol in its answer. */
  call<N extends keyof C & string>(name: N, params: Params<C[N]>): Promise<Result<C[N]>>;
}

/** The end that calls and listens to events (the page). */
export function connect<C extends Record<keyof C, Call>, E extends Events>(
  channel: Channel,
  calls: C,
  events: E,
  listeners: Listeners<E>,
  report: (problem: string) => void,
): Caller<C> {
  const waiting = new Map<
    number,
    { name: keyof C; resolve(value: unknown): void; reject(error: Error): void }
  >();
  let next = 1;
  const settle = (id: number, value: unknown): void => {
    const caller = waiting.get(id);
    waiting.delete(id);
    if (!caller) return;
    try {
      caller.resolve(parse(calls[caller.name].result, value, String(caller.name)));
    } catch (error) {
      caller.reject(new Error(inWords(error)));
    }
  };
  const tell = (name: string, value: unknown): void => {
    const schema = ownValue(events, name);
    if (!schema) return report(`no such event: ${name}`);
    try {
      ownValue(
        listeners as Record<string, ((value: unknown) => void) | undefined>,
        name,
      )?.(parse(schema, value, name));
    } catch (error) {
      report(inWords(error));
    }
  };
  receiveOn(channel, report, (message) => {
    if (message.kind === 'answer') settle(message.id, message.value);
    else if (message.kind === 'event') tell(message.name, message.value);
    else if (message.kind === 'failure') {
      waiting.get(message.id)?.reject(new Error(message.message));
      waiting.delete(message.id);
    } else report(`unexpected ${message.kind}`);
  });
  return {
    call: (name, params) =>
      new Promise((resolve, reject) => {
        const id = next++;
        waiting.set(id, { name, resolve: resolve as (value: unknown) => void, reject });
        channel.post({ kind: 'call', id, name, value: params });
      }),
  };
}
