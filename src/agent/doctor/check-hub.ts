/** Does the hub answer, and does it take the secret? */
import { type HubApi, HubCallError } from '../../shared/hub-api.ts';
import { routes } from '../../shared/protocol/routes.ts';
import { VERSION } from '../../shared/version.ts';
import type { CheckFinding } from './finding.ts';

const SILENCE_LIMIT = 5_000;

/** Never rejects. The connection is closed afterwards. */
export async function checkHub(url: URL, hub: HubApi): Promise<CheckFinding> {
  const name = 'hub';
  try {
    const { version, status, problems } = await hub.call(routes.getHealth, { silenceLimit: SILENCE_LIMIT });
    if (status === 'degraded')
      return {
        name,
        state: 'note',
        message: `${url.origin} takes the secret, but is degraded: ${problems.join('; ')}`,
      };
    if (version === VERSION)
      return { name, state: 'ok', message: `${url.origin} answers, takes the secret, and is of version ${version}` };
    const message = `${url.origin} takes the secret; it is of version ${version}, this agent of ${VERSION}: update the older one`;
    return { name, state: 'note', message };
  } catch (error) {
    return { name, state: 'fails', message: refusalText(url, error) };
  } finally {
    hub.close();
  }
}

function refusalText(url: URL, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (!(error instanceof HubCallError) || error.status === 0)
    return `${url.origin} cannot be reached (${message}): is the hub running, and does a firewall let port ${portOf(url)} through?`;
  return error.code === 'no_hub' ? message : `${url.origin} refuses: ${message}`;
}

function portOf(url: URL): string {
  return url.port || (url.protocol === 'https:' ? '443' : '80');
}
