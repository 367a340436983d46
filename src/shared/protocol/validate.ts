import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';

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
    return {
      ok: false,
      problem: `${field ? `"${field.slice(0, 100)}"` : 'The value'} ${first?.message ?? 'is not valid'}.`,
    };
  };
}
