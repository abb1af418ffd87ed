import type { Platform } from "./platform.js";

/** Who wants to hear of something. One that throws keeps nobody else from hearing. */
export class Listeners<Heard extends unknown[]> {
  private readonly all = new Set<(...heard: Heard) => void>();

  constructor(private readonly platform: Platform) {}

  /** Returns what ends it. */
  add(listener: (...heard: Heard) => void): () => void {
    this.all.add(listener);
    return () => void this.all.delete(listener);
  }

  tell(...heard: Heard): void {
    for (const listener of [...this.all]) {
      try {
        listener(...heard);
      } catch (error) {
        // The app's own fault, reported where the app's faults are, and not in the middle of our work.
        this.platform.after(0, () => {
          throw error;
        });
      }
    }
  }
}
