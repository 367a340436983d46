/** For tests: a hub on a loopback port that tells one snapshot and whatever it is told to send after it. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FleetSnapshot } from '../../shared/protocol/fleet.ts';
import type { RenderNodeSummary } from '../../shared/protocol/render-node.ts';

export interface SampleHub {
  readonly url: string;
  send(event: string, data: unknown): void;
  stop(): void;
}

const at = '2026-01-01T00:00:00Z';

export function sampleSnapshot(nodes: readonly RenderNodeSummary[]): FleetSnapshot {
  return { at, farm: 'sample-farm', hubVersion: '0.1.0', nodes: [...nodes], jobs: [] };
}

export function sampleChange(nodes: readonly Partial<RenderNodeSummary>[]) {
  return { at, nodes, jobs: [], removedNodes: [], removedJobs: [] };
}

export async function startSampleHub(snapshot: FleetSnapshot): Promise<SampleHub> {
  const streams = new Set<ServerResponse>();
  const text = (event: string, data: unknown) => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
  const server = createServer((request, response) => {
    if (request.url !== '/api/events') {
      response.writeHead(404).end(JSON.stringify({ code: 'no_such_node', message: 'There is no such node.' }));
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(text('snapshot', snapshot));
    streams.add(response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    send(event, data) {
      for (const stream of streams) stream.write(text(event, data));
    },
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
