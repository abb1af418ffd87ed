import { Aborted } from "./errors.js";
import type { AbortSignalLike, Platform } from "./platform.js";

export interface BackOff {
  /** Milliseconds before the second try; each further one waits twice as long. */
  readonly first: number;
  /** Milliseconds no wait is longer than. */
  readonly longest: number;
}

/** Milliseconds before try number `tries` + 1, half of it by chance: clients that failed together come back apart. */
export function waitAfter(tries: number, backOff: BackOff, random: number): number {
  const whole = Math.min(backOff.longest, backOff.first * 2 ** Math.max(0, tries - 1));
  return whole / 2 + (whole / 2) * random;
}

/** Raises Aborted as soon as the signal says so. */
export function sleep(platform: Platform, milliseconds: number, signal?: AbortSignalLike): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      callOff();
      reject(new Aborted("Called off."));
    };
    const callOff = platform.after(milliseconds, () => {
      signal?.removeEventListener("abort", stop);
      resolve();
    });
    if (signal?.aborted) stop();
    else signal?.addEventListener("abort", stop);
  });
}
