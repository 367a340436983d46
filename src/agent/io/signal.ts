/** An event that happens once and can be waited for. */
export interface Signal {
  readonly told: Promise<void>;
  readonly tell: () => void;
}

export function createSignal(): Signal {
  let tell = (): void => {};
  const told = new Promise<void>((fulfil) => {
    tell = fulfil;
  });
  return { told, tell };
}
