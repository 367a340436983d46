/** Ink between two fakes: it gets a screen that is never a terminal, and hands over whole frames. */
import { EventEmitter } from 'node:events';
import { render } from 'ink';
import type { ReactNode } from 'react';
import { type ByteSink, createScreenWriter, type ScreenSize } from './screen-writer.ts';

export interface InkScreen {
  resize(size: ScreenSize): void;
  /** Draws the whole last frame again, whatever the terminal shows. */
  repaint(): void;
  close(): void;
  /** Rejects when a component threw. */
  readonly failed: Promise<void>;
}

/**
 * Renders the tree into the sink. `debug` is Ink's name for handing on each frame whole, at once and without escape
 * sequences of its own: the writer knows better which bytes the terminal needs, and a key must not wait for a throttle.
 */
export function renderOnScreen(tree: ReactNode, size: ScreenSize, sink: ByteSink): InkScreen {
  const writer = createScreenWriter(size, sink);
  let frame = '';
  const stdout = Object.assign(new EventEmitter(), {
    columns: size.columns,
    rows: size.rows,
    write(text: string, done?: () => void): boolean {
      if (text !== '') {
        frame = text;
        writer.show(frame);
      }
      done?.();
      return true;
    },
  });
  const ink = render(tree, {
    stdout: stdout as unknown as NodeJS.WriteStream,
    stderr: Object.assign(new EventEmitter(), { write: () => true }) as unknown as NodeJS.WriteStream,
    stdin: new EventEmitter() as unknown as NodeJS.ReadStream,
    debug: true,
    exitOnCtrlC: false,
    patchConsole: false,
  });
  return {
    resize(next) {
      stdout.columns = next.columns;
      stdout.rows = next.rows;
      writer.resize(next);
    },
    repaint() {
      writer.invalidate();
      writer.show(frame);
    },
    close() {
      writer.close();
      ink.unmount();
    },
    failed: ink.waitUntilExit().then(() => {}),
  };
}
