import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import type { TLocalizedValidationError } from 'typebox/error';

export type Checked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

/** A compiled check: the value itself (unknown keys and all) or a sentence that names the field, never its content. */
export type Check<T> = (value: unknown) => Checked<T>;

/** Compiles the schema once; the returned check costs microseconds. */
export function checkerFor<T extends TSchema>(schema: T): Check<Static<T>> {
  let compiled: ReturnType<typeof Compile<T>> | undefined;
  return (value) => {
    compiled ??= Compile(schema);
    if (compiled.Check(value)) return { ok: true, value: value as Static<T> };
    const errors = compiled.Errors(value);
    const first = errors.find((error) => error.keyword !== 'anyOf') ?? errors[0];
    const field = first?.instancePath.slice(1).replaceAll('/', '.');
    const fault = first ? faultOf(first, errors) : 'is not valid';
    return { ok: false, problem: `${field ? `"${field.slice(0, 100)}"` : 'The value'} ${fault}.` };
  };
}

/** Some of the checker's own words name the schema's insides instead of the remedy. */
function faultOf(first: TLocalizedValidationError, errors: readonly TLocalizedValidationError[]): string {
  switch (first.keyword) {
    case 'boolean':
      return 'is not known here';
    case 'const': {
      const others = errors.filter(({ instancePath }) => instancePath === first.instancePath);
      const words = others.flatMap((error) => (error.keyword === 'const' ? [String(error.params.allowedValue)] : []));
      return `must be ${words.length === 1 ? '' : 'one of '}${words.join(', ')}`;
    }
    default:
      return first.message;
  }
}
