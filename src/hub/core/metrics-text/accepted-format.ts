import type { MetricsFormat } from './family.ts';

/** The format that an `Accept` header likes best; plain text where it likes both alike, as a person's curl does. */
export function acceptedFormat(accept: string | undefined): MetricsFormat {
  const weights = { text: 0, openmetrics: 0 };
  for (const range of (accept ?? '').toLowerCase().split(',')) {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim());
    const told = Object.fromEntries(parameters.map((parameter) => parameter.split('=', 2)));
    const weight = told.q === undefined ? 1 : Number(told.q) || 0;
    const { version } = told;
    if (type === 'application/openmetrics-text') {
      if (version === undefined || version === '1.0.0') weights.openmetrics = Math.max(weights.openmetrics, weight);
    } else if (type === 'text/plain' || type === 'text/*' || type === '*/*')
      weights.text = Math.max(weights.text, weight);
  }
  return weights.openmetrics > weights.text ? 'openmetrics' : 'text';
}
