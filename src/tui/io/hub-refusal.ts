import { HubCallError } from '../../shared/hub-api.ts';

/** Why the hub did not answer a question, as a sentence for people: no error code of a socket. */
export function refusalSentence(error: unknown): string {
  if (error instanceof HubCallError && error.status === 0) return 'The hub is out of reach.';
  if (error instanceof HubCallError && error.code === 'not_found')
    return 'The hub is older than this dashboard and does not tell it; update the hub.';
  return error instanceof Error ? error.message : String(error);
}
