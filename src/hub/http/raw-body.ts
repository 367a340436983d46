/** The ingest route's reader: the bytes of a body, bounded on the way in and after decompression. */
import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Millis } from '../../shared/clock.ts';
import { Refusal, tooLarge } from './refusal.ts';

/** Only reports are read here. */
const REMEDY = 'report fewer sequences or roots at once';

const inflate = promisify(gunzip);

/**
 * What is too large is read on and dropped for a while before the answer: a sender whose connection is reset
 * while it still writes does not see the answer. A length that was announced but does not come ends it too.
 */
const DISCARDED_BYTES = 16 * 1024 * 1024;
const DISCARDED_FOR: Millis = 250;

/** Rejects with Refusal: 413 too large, 415 another encoding than gzip, 400 broken gzip or cut off. */
export async function readBody(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  const encoding = request.headers['content-encoding'];
  const compressed = encoding !== undefined && encoding.toLowerCase() !== 'identity';
  if (compressed && encoding.toLowerCase() !== 'gzip')
    throw new Refusal(415, 'unknown_encoding', 'The body is compressed in a way that is not known here; use gzip.');
  const bytes = await collect(request, limitBytes);
  return compressed ? decompressed(bytes, limitBytes) : bytes;
}

function collect(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const refuse = (): void => reject(tooLarge(limitBytes, REMEDY));
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limitBytes) chunks.push(chunk);
      else if (size > limitBytes + DISCARDED_BYTES) refuse();
    });
    request.once('end', () => {
      if (size > limitBytes) refuse();
      else resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, size));
    });
    request.once('error', () => reject(cutOff()));
    if (Number(request.headers['content-length']) > limitBytes) setTimeout(refuse, DISCARDED_FOR).unref();
  });
}

async function decompressed(bytes: Buffer, limitBytes: number): Promise<Buffer> {
  try {
    return await inflate(bytes, { maxOutputLength: limitBytes });
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge(limitBytes, REMEDY);
    throw new Refusal(400, 'broken_gzip', 'The body is not whole gzip data; compress it again or send it plain.');
  }
}

function cutOff(): Refusal {
  return new Refusal(400, 'cut_off', 'The request ended before its body was whole; send it again.');
}
