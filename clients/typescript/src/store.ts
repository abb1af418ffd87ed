/** Where texts outlive the app. AsyncStorage of React Native is one as it stands; so is localStorage. */
export interface Store {
  getItem(key: string): Promise<string | null> | string | null;
  setItem(key: string, text: string): Promise<void> | void;
  removeItem(key: string): Promise<void> | void;
}

/** A store that forgets with the process: for tests, and for scripts that log in each time. */
export function memoryStore(): Store {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, text) => void kept.set(key, text),
    removeItem: (key) => void kept.delete(key),
  };
}

/** One JSON value in a store. Changes come one after the other, however many ask at once. */
export class Kept<Value> {
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly store: Store,
    private readonly key: string,
    private readonly empty: Value,
  ) {}

  async read(): Promise<Value> {
    const text = await this.store.getItem(this.key);
    return text === null ? this.empty : (JSON.parse(text) as Value);
  }

  /** What `change` makes of the value, once it is stored. */
  change(change: (value: Value) => Value): Promise<Value> {
    const changed = this.last.then(async () => {
      const before = await this.read();
      const value = change(before);
      if (value !== before) await this.store.setItem(this.key, JSON.stringify(value));
      return value;
    });
    this.last = changed.catch(() => undefined);
    return changed;
  }

  clear(): Promise<void> {
    const cleared = this.last.then(() => this.store.removeItem(this.key));
    this.last = cleared.catch(() => undefined);
    return cleared;
  }
}
