/** Questions to a container engine: HTTP over its socket, of which only so much is believed as fits. */
import { type ClientRequest, type IncomingMessage, request } from 'node:http';

/** Answer of the engine to GET; rejects on any status but 2xx, and when there is more to read than `mostBytes`. */
export type AskEngine = (path: string, options: { mostBytes: number; signal: AbortSignal }) => Promise<string>;

export function engineAt(socketPath: string): AskEngine {
  return async (path, { mostBytes, signal }) => {
    const asked = request({ socketPath, path, method: 'GET', agent: false, signal, headers: { host: 'localhost' } });
    try {
      return await textOf(await answerTo(asked), mostBytes);
    } finally {
      asked.destroy();
    }
  };
}

function answerTo(asked: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    asked.once('response', resolve);
    // For the whole of its life: what comes after the answer began is told by the answer.
    asked.on('error', reject);
    asked.end();
  });
}

async function textOf(answer: IncomingMessage, mostBytes: number): Promise<string> {
  const status = answer.statusCode ?? 0;
  if (status < 200 || status > 299) throw new Error(`the container engine answered with status ${status}`);
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw new Error('the container engine says more than can be read');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
