/** Bodies of answers: plain when small, compressed once and kept when large. */
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { safeJson } from './fleet-json.ts';
import type { HubContext } from './hub-context.ts';

const brotli = promisify(brotliCompress);
const gzipped = promisify(gzip);

/** Below this a packet or two carry it anyway. */
const WORTH_COMPRESSING_BYTES = 4096;

export const JSON_TYPE = 'application/json; charset=utf-8';
export const TEXT_TYPE = 'text/plain; charset=utf-8';

export function answerJson(ctx: HubContext, value: unknown): void {
  ctx.type = JSON_TYPE;
  ctx.body = safeJson(value);
}

/** An answer that is the same for everybody until its key changes. */
export interface SharedAnswer {
  /** `variant` is what the answer depends on beside its key, where it does: the name by which the hub was called. */
  send(ctx: HubContext, variant?: string): Promise<void>;
}

interface Made {
  readonly key: string;
  readonly plain: Buffer;
  brotli?: Promise<Buffer>;
  gzip?: Promise<Buffer>;
}

/** `keyOf` says what the answer depends on; while it stays the same, `make` is not asked again. */
export function createSharedAnswer(
  type: string,
  keyOf: () => string,
  make: (variant: string) => string | Buffer,
): SharedAnswer {
  let made: Made | null = null;
  return {
    async send(ctx, variant = '') {
      const key = `${keyOf()} ${variant}`;
      // Making it may bring the fleet up to date and so move the key; the next request then makes it once more.
      if (made?.key !== key) made = { key, plain: bytesOf(make(variant)) };
      ctx.type = type;
      ctx.body = await encoded(ctx, made);
    },
  };
}

function bytesOf(text: string | Buffer): Buffer {
  return typeof text === 'string' ? Buffer.from(text) : text;
}

async function encoded(ctx: HubContext, made: Made): Promise<Buffer> {
  if (made.plain.length < WORTH_COMPRESSING_BYTES) return made.plain;
  ctx.set('Vary', 'Accept-Encoding');
  const encoding = ctx.acceptsEncodings('br', 'gzip', 'identity');
  if (encoding === 'br') {
    // Quality 1 is both faster and smaller than gzip's for these lists.
    made.brotli ??= brotli(made.plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } });
    ctx.set('Content-Encoding', 'br');
    return made.brotli;
  }
  if (encoding === 'gzip') {
    made.gzip ??= gzipped(made.plain, { level: 1 });
    ctx.set('Content-Encoding', 'gzip');
    return made.gzip;
  }
  return made.plain;
}
