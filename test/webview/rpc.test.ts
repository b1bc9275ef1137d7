import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { connect, serve } from '../../src/webview/protocol-rpc.ts';
import type { Channel } from '../../src/webview/protocol-rpc.ts';

const calls = { double: { params: v.object({ value: v.number() }), result: v.number() } };
const events = { told: v.object({ text: v.string() }) };

/** Two ends that pass on what JSON can carry. */
function pair(): [Channel, Channel] {
  const listeners: ((message: unknown) => void)[][] = [[], []];
  const end = (own: number): Channel => ({
    post: (message) => listeners[1 - own]?.forEach((each) => each(JSON.parse(JSON.stringify(message)))),
    listen: (receive) => listeners[own]?.push(receive),
  });
  return [end(0), end(1)];
}

function both(double: (value: number) => unknown) {
  const [page, host] = pair();
  const problems: string[] = [];
  const told: string[] = [];
  const handlers = { double: ({ value }: { value: number }) => double(value) as number };
  const server = serve(host, calls, events, handlers, (problem) => problems.push(problem));
  const client = connect(page, calls, events, { told: ({ text }) => told.push(text) }, (problem) =>
    problems.push(problem),
  );
  return { page, host, server, client, problems, told };
}

describe('the panel’s RPC', () => {
  it('answers calls and sends events', async () => {
    const { client, server, told } = both((value) => value * 2);
    expect(await client.call('double', { value: 21 })).toBe(42);
    server.send('told', { text: 'new' });
    expect(told).toEqual(['new']);
  });

  it('refuses parameters that do not fit, on the side that gets them', async () => {
    const { client } = both((value) => value);
    const wrong = { value: '21' } as unknown as { value: number };
    await expect(client.call('double', wrong)).rejects.toThrow(/double value: .*number/);
  });

  it('refuses a result that does not fit before it leaves', async () => {
    await expect(both(() => 'four').client.call('double', { value: 2 })).rejects.toThrow(/double result/);
  });

  it('passes on what went wrong', async () => {
    const { client } = both(() => {
      throw new Error('the program is gone');
    });
    await expect(client.call('double', { value: 2 })).rejects.toThrow('the program is gone');
  });

  it('knows no call that is not in the protocol, not even of Object', async () => {
    const { page, host, problems } = both((value) => value);
    const answers: unknown[] = [];
    page.listen((message) => answers.push(message));
    page.post({ kind: 'call', id: 7, name: 'constructor', value: {} });
    page.post({ anything: true });
    host.post({ kind: 'event', name: 'toString', value: {} });
    host.post({ kind: 'event', name: 'told', value: { text: 1 } });
    await Promise.resolve();
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(answers).toContainEqual({ kind: 'failure', id: 7, message: 'no such call: constructor' });
    expect(problems).toHaveLength(3);
  });
});
