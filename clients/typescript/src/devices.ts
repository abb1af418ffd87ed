import type { Api } from "./api.js";
import { NotFound } from "./errors.js";
import { Kept, type Store } from "./store.js";

/** This device, as one that takes pushes. The server forgets it with the session it was registered in. */
export class Devices {
  private readonly kept: Kept<string | null>;

  constructor(
    private readonly api: Api,
    store: Store,
    key: string,
  ) {
    this.kept = new Kept<string | null>(store, key, null);
  }

  /** `token` is the registration token FCM gave the app. The same one again is the same device. */
  async register(token: string, name = "") {
    const device = await this.api.post("/api/v1/me/devices/", { body: { service: "fcm", token, name } });
    await this.kept.change(() => device.id);
    return device;
  }

  /** Does nothing where this device was never registered, or the server has forgotten it. */
  async unregister(): Promise<void> {
    const key = await this.kept.read();
    if (key === null) return;
    try {
      await this.api.delete("/api/v1/me/devices/{key}/", { params: { path: { key } } });
    } catch (error) {
      if (!(error instanceof NotFound)) throw error;
    }
    await this.kept.clear();
  }
}
