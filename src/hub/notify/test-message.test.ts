import { describe, expect, it } from 'vitest';
import { systemClock } from '../../shared/clock.ts';
import { ConfigError } from '../../shared/config.ts';
import { silentLog } from '../../shared/log.ts';
import { UsageError } from '../../shared/usage-error.ts';
import { sendTestMessages } from './test-message.ts';
import { madeUpReceiver } from './testing/made-up-alert.ts';
import { startReceiver } from './testing/receiver-server.ts';

function situation() {
  const printed: string[] = [];
  return {
    printed,
    deps: { clock: systemClock, log: silentLog, farm: 'lon', print: (line: string) => void printed.push(line) },
  };
}

describe('sendTestMessages', () => {
  it('says of each receiver whether it took its message, and no address', async () => {
    const server = await startReceiver((request, response) =>
      response.writeHead(request.url === '/hook' ? 200 : 404).end(),
    );
    try {
      const { printed, deps } = situation();
      const receivers = [
        madeUpReceiver({ name: 'good', url: server.url }),
        madeUpReceiver({ name: 'bad', url: `${server.url}/s3cret` }),
      ];
      expect(await sendTestMessages(receivers, null, deps)).toBe(false);
      expect(printed.sort()).toEqual(['bad: not told: it answered 404', 'good: told']);
      expect(await sendTestMessages(receivers, 'good', deps)).toBe(true);
      expect(server.requests).toHaveLength(3);
      expect(JSON.parse(server.requests.at(-1)?.body ?? '')).toMatchObject({ test: true, farm: 'lon', notices: [] });
    } finally {
      await server.stop();
    }
  });

  it('refuses a receiver that is not there, and to tell nobody', async () => {
    const { deps } = situation();
    await expect(sendTestMessages([madeUpReceiver()], 'pager', deps)).rejects.toThrow(UsageError);
    await expect(sendTestMessages([madeUpReceiver()], 'pager', deps)).rejects.toThrow(/there are ops/i);
    await expect(sendTestMessages([], null, deps)).rejects.toThrow(ConfigError);
  });
});
