/** One key as the input decoder understood it: `name` is `a`, `?`, `up`, `enter`, `esc`, `ctrl-u`, `shift-tab`, `pgdn` … */
interface KeyPress {
  readonly kind: 'key';
  readonly name: string;
}

/** Text that was pasted in one piece: it goes into inputs, never into commands. */
interface Paste {
  readonly kind: 'paste';
  readonly text: string;
}

export type TerminalInput = KeyPress | Paste;
