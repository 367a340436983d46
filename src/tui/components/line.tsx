import { Text } from 'ink';
import { memo, type ReactElement } from 'react';

/** One finished line of the screen; untouched by Ink while its text stays the same. */
export const Line = memo(function Line({ text }: { readonly text: string }): ReactElement {
  return <Text wrap="truncate-end">{text}</Text>;
});
