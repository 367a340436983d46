/** Something that calls for somebody, as a rule finds it at one moment. What becomes of it over time is the book's. */
import type { Millis } from '../../../shared/clock.ts';
import type { AlertKind, AlertSeverity } from '../../../shared/protocol/alert.ts';

export interface Words {
  /** One sentence without a full stop. */
  readonly message: string;
  readonly details: readonly string[];
}

export interface Condition {
  readonly kind: AlertKind;
  readonly severity: AlertSeverity;
  readonly node: string | null;
  readonly job: string | null;
  readonly jobTitle: string | null;
  readonly metric: string | null;
  readonly label: string | null;
  /** Tells it from others of its kind where what stands above does not; conditions of one `same` are one alert. */
  readonly same: string;
  readonly figure: { readonly value: number; readonly limit: number } | null;
  /** It is told when it has held for so long. */
  readonly forSeconds: number;
  /** It is over when it has been away for so long. */
  readonly clearSeconds: number;
  /** When it began, Unix milliseconds; null: when it was first seen. */
  readonly beganAt: Millis | null;
  /**
   * Of what was there before the hub was: when it happened, Unix milliseconds. What was told of it then is not told
   * again, nor is what happened too long ago.
   */
  readonly happenedAt: Millis | null;
  readonly tellWithinSeconds: number;
  /** It is to be known, and over as soon as it is told. */
  readonly isPassing: boolean;
  /** Why nobody is to be told of it by itself, in words, as something else tells of it: it is closed where it was open. */
  readonly coveredBy: string | null;
  /** Id of the open alert that tells of it and of its like at once: receivers hear of that one alone. */
  readonly partOf: string | null;
  /** Asked for only when they are wanted: some cost a look at every frame of a job. */
  readonly words: () => Words;
}

type Told = Pick<Condition, 'kind' | 'severity' | 'words'>;

/** A condition of the usual kind; `told` says what is special about it. */
export function condition(told: Told & Partial<Condition>): Condition {
  return {
    node: null,
    job: null,
    jobTitle: null,
    metric: null,
    label: null,
    same: told.kind,
    figure: null,
    forSeconds: 0,
    clearSeconds: 30,
    beganAt: null,
    happenedAt: null,
    tellWithinSeconds: 16 * 3_600,
    isPassing: false,
    coveredBy: null,
    partOf: null,
    ...told,
  };
}

/** What the condition is of: all conditions of one subject are found at once, and those not found are over. */
export type Subject = `${'silence' | 'machine' | 'job' | 'share' | 'outage'}:${string}`;

/** Of one subject: what tells its conditions apart. The label comes last: of names it alone stands as it is. */
export function keyOf(subject: Subject, { same, metric, label }: Pick<Condition, 'same' | 'metric' | 'label'>): string {
  return [inOneLine(subject), same, metric ?? '', label ?? ''].join('\n');
}

/** The subject of a key, as it is found again after a restart of the hub. */
export function subjectOf(key: string): Subject {
  const [line = ''] = key.split('\n', 1);
  return line.replace(/\\(.)/g, (_, letter) => (letter === 'n' ? '\n' : letter)) as Subject;
}

/** Machines may be named anything, a line break included. */
function inOneLine(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');
}
