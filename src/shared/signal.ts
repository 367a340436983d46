/** An event that happens once, bears a value or none, and can be waited for. */
export interface Signal<Value = void> {
  readonly told: Promise<Value>;
  /** Only the first time counts. */
  readonly tell: (value: Value) => void;
}

export function createSignal<Value = void>(): Signal<Value> {
  let tell: Signal<Value>['tell'] = () => {};
  const told = new Promise<Value>((fulfil) => {
    tell = fulfil;
  });
  return { told, tell };
}
