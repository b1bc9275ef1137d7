/** A database of the profiler on its way from the editor: in pieces, with its log, to what is compared. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { bytesToText, textToBytes } from '../../src/server/protocol-bytes.ts';
import { requests } from '../../src/server/protocol.ts';
import { Uploads } from '../../src/server/uploads.ts';
import { SYNC_LOOP } from '../support/acl-perf.ts';
import { LspClient } from '../support/lsp-client.ts';

const bytesOf = (name: string): Uint8Array => readFileSync(`test/cases/measurements/${name}`);

describe('bytes', () => {
  it('come out as they went in, after any JSON, and cut anywhere', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(300), (bytes, cut) => {
        const pieces = [bytes.subarray(0, cut), bytes.subarray(cut)].map(bytesToText);
        expect(JSON.stringify(pieces)).not.toContain('\\\\u');
        const sent = JSON.parse(JSON.stringify(pieces)) as string[];
        expect(textToBytes(sent.join(''))).toEqual(bytes);
      }),
    );
  });
});

describe('a database', () => {
  it('is put together with its log', () => {
    const uploads = new Uploads();
    uploads.add({ token: 'a', text: bytesToText(Uint8Array.of(0, 255)) });
    uploads.add({ token: 'b', text: bytesToText(Uint8Array.of(7)) });
    uploads.add({ token: 'a', text: bytesToText(Uint8Array.of(1)) });
    expect(uploads.file({ name: 'm.db', database: 'a', log: 'b' })).toEqual({
      name: 'm.db',
      database: Uint8Array.of(0, 255, 1),
      log: Uint8Array.of(7),
    });
  });

  it('is compared: its tasks and calls, those in the log too; what is none says so', async () => {
    const client = await LspClient.startHere();
    await client.open('file:///somewhere/database/main.cpp', SYNC_LOOP);
    const [status] = v.parse(requests.programs.result, await client.request(requests.programs.method, {}));
    const upload = async (token: string, bytes: Uint8Array) => {
      for (let at = 0; at < bytes.length; at += 1000)
        await client.request(requests.upload.method, {
          token,
          text: bytesToText(bytes.subarray(at, at + 1000)),
        });
      return token;
    };
    const compare = async (file: object) => {
      const asked = { program: status?.program, files: [{ name: 'msprof_1.db', ...file }] };
      return v.parse(requests.compare.result, await client.request(requests.compare.method, asked));
    };
    const pages = await compare({ database: await upload('1', bytesOf('msprof-pages.db')) });
    expect(pages?.rows).toContainEqual(
      expect.objectContaining({ kind: 'latency', subject: 'model 1', measured: 2.5 }),
    );
    const database = await upload('2', bytesOf('msprof-log.db'));
    const logged = await compare({ database, log: await upload('3', bytesOf('msprof-log.db-wal')) });
    expect(logged?.lines).toMatchObject([{ call: 'aclmdlExecute', measured: { calls: 59 } }]);
    const cut = await compare({ database: await upload('4', bytesOf('msprof-pages.db').subarray(0, 90)) });
    expect(cut?.rows).toEqual([]);
    expect(cut?.notes).toEqual([expect.stringMatching(/^msprof_1\.db: /)]);
  }, 60_000);
});
