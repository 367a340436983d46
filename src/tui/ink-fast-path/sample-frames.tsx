/** For the test of the fast path: trees of all kinds rendered by whichever Ink this is bundled with, printed as JSON. */
import { EventEmitter } from 'node:events';
import { Box, render, Text, Transform } from 'ink';
import type { ReactNode } from 'react';

const COLUMNS = 40;
const red = (text: string) => `\x1b[31m${text}\x1b[39m`;
const fill = (text: string) => text.padEnd(COLUMNS);

function table(seed: number): ReactNode {
  const rows = Array.from({ length: 6 }, (_, row) =>
    fill(`${red(`● rn-00${row}`)} \x1b[1;48;5;237mjob ${seed + row}\x1b[0m █▌··· ${(seed * 7 + row * 13) % 100}%`),
  );
  return (
    <Box flexDirection="column">
      {rows.map((text) => (
        <Text key={text} wrap="truncate-end">
          {text}
        </Text>
      ))}
    </Box>
  );
}

const trees: readonly ReactNode[] = [
  table(1),
  table(2),
  table(2),
  <Text key="wide">{`漢字 かな 한글 \x1b[7m全角\x1b[27m end   `}</Text>,
  <Text key="joined">{'e\u0301 n\u0303 👩‍🎨 🎬 ✕ ✓ ▲'}</Text>,
  <Text key="lines">{`one\n\n  \x1b[2mthree\x1b[22m\nfour   \n`}</Text>,
  <Text key="long" wrap="truncate-end">
    {`${red('x'.repeat(60))} tail`}
  </Text>,
  <Text key="wrapped">{`${'word '.repeat(20)}漢字`}</Text>,
  <Text key="styled" bold dimColor color="green" backgroundColor="#112233" inverse>
    styled by Ink
  </Text>,
  <Box key="border" borderStyle="round" borderColor="cyan" paddingX={1}>
    <Text>framed 漢字</Text>
  </Box>,
  <Box key="side" gap={2}>
    <Text>left</Text>
    <Text color="red">middle</Text>
    <Box flexGrow={1} justifyContent="flex-end">
      <Text>right</Text>
    </Box>
  </Box>,
  <Box key="clipped" width={10} height={2} overflow="hidden" flexDirection="column">
    <Text wrap="truncate-end">0123456789abcdef</Text>
    <Text>second</Text>
    <Text>third is hidden</Text>
  </Box>,
  <Box key="over" flexDirection="column">
    <Text>underneath, to be written over</Text>
    <Box marginTop={-1} marginLeft={5}>
      <Text inverse>over</Text>
    </Box>
  </Box>,
  <Box key="replaced" flexDirection="column">
    <Text>a longer line that was here first</Text>
    <Box marginTop={-1}>
      <Text>short</Text>
    </Box>
  </Box>,
  <Transform key="transformed" transform={(line, index) => `${index}: ${line.toUpperCase()}`}>
    <Text>{'first\nsecond'}</Text>
  </Transform>,
  <Text key="controls">{'cursor \x1b[5;5H moves \x1b[2J and \x1b]8;;http://a\x07link\x1b]8;;\x07 \x9b31m.'}</Text>,
  <Box key="padded" padding={1} backgroundColor="blue">
    <Text> padded </Text>
  </Box>,
  <Text key="empty"> </Text>,
];

function framesOf(all: readonly ReactNode[]): string[] {
  const frames: string[] = [];
  const stdout = Object.assign(new EventEmitter(), {
    columns: COLUMNS,
    rows: 24,
    write(frame: string): boolean {
      frames.push(frame);
      return true;
    },
  }) as unknown as NodeJS.WriteStream;
  const stdin = new EventEmitter() as unknown as NodeJS.ReadStream;
  const options = { stdout, stderr: stdout, stdin, debug: true, exitOnCtrlC: false, patchConsole: false };
  const latest: string[] = [];
  const ink = render(<Text> </Text>, options);
  for (const tree of all) {
    ink.rerender(tree);
    latest.push(frames.at(-1) ?? '');
  }
  ink.unmount();
  return latest;
}

process.stdout.write(JSON.stringify(framesOf(trees)));
