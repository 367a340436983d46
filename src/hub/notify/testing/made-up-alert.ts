/** Alerts as the hub raises them, for tests; each field at will. */
import type { Alert, AlertRecord } from '../../../shared/protocol/alert.ts';
import type { Receiver } from '../receiver-config.ts';
import type { AlertSource } from '../teller.ts';

export function madeUpAlert(fields: Partial<Alert> = {}): Alert {
  return {
    id: 'a1',
    kind: 'threshold',
    severity: 'warn',
    state: 'raised',
    message: 'GPU0 91° above 88°',
    details: [],
    node: 'rn-07',
    job: null,
    jobTitle: null,
    metric: 'gpuTempC',
    label: '0',
    figure: null,
    raisedAt: '2026-01-01T00:00:00.000Z',
    changedAt: '2026-01-01T00:00:00.000Z',
    clearedAt: null,
    acknowledgedAt: null,
    acknowledgedBy: null,
    mutedUntil: null,
    times: 1,
    ...fields,
  };
}

export function madeUpReceiver(fields: Partial<Receiver> = {}): Receiver {
  return { name: 'ops', kind: 'json', url: 'http://127.0.0.1:9/hook', ...fields };
}

/** Alerts and what was told of them, as the hub's book keeps both. */
export interface MadeUpBook extends AlertSource {
  /** Raises it, or alters what is known of it. */
  set(fields: Partial<Alert>): void;
  /** By alert and receiver. */
  readonly told: Map<string, string>;
}

export function createMadeUpBook(told: Map<string, string> = new Map()): MadeUpBook {
  const alerts = new Map<string, Alert>();
  let revision = 0;
  return {
    told,
    get revision() {
      return revision;
    },
    set(fields) {
      const id = fields.id ?? 'a1';
      revision++;
      alerts.set(id, { ...(alerts.get(id) ?? madeUpAlert()), ...fields });
    },
    *records(): Iterable<AlertRecord> {
      for (const [id, alert] of alerts) {
        const ofAlert = [...told].filter(([key]) => key.startsWith(`${id} `));
        yield {
          id,
          key: id,
          alert,
          told: Object.fromEntries(ofAlert.map(([key, text]) => [key.slice(id.length + 1), text])),
        };
      }
    },
    noteTold: (id, receiver, text) => void told.set(`${id} ${receiver}`, text),
  };
}
