import * as Type from 'typebox';

/** What the hub answers when it cannot do what was asked: a code for programs, a sentence with the remedy for people. */
export const ApiError = Type.Object({
  code: Type.String({ maxLength: 64, description: 'snake_case, stable' }),
  message: Type.String({ maxLength: 800 }),
});
export type ApiError = Type.Static<typeof ApiError>;
