import { Api } from "./api.js";
import { Auth, exchange } from "./auth.js";
import { Calls } from "./calls.js";
import { Devices } from "./devices.js";
import type { SessionEnded } from "./errors.js";
import { Live, type LiveSettings } from "./live.js";
import { Outbox } from "./outbox.js";
import type { Platform } from "./platform.js";
import { Session } from "./session.js";
import type { Store } from "./store.js";
import { Uploads } from "./uploads.js";
import type { BackOff } from "./waiting.js";
import { type Retries, Wire } from "./wire.js";

export interface ClientSettings {
  /** Of the installation, with its scheme: `https://money.example.org`. */
  baseUrl: string;
  platform: Platform;
  /** Where the tokens are kept: the keychain, where there is one. */
  tokens: Store;
  /** Where the outbox and this device's number are kept. The same store will do. */
  store: Store;
  /** The language details of refusals are in, such as `de`; the person's own where left out. */
  language?: string;
  /** Milliseconds for one try of a call; 30,000. */
  timeout?: number;
  retries?: Partial<Retries>;
  live?: Partial<Omit<LiveSettings, "url">>;
  outbox?: Partial<BackOff>;
}

export interface Client {
  readonly auth: Auth;
  readonly api: Api;
  readonly upload: Uploads;
  readonly outbox: Outbox;
  readonly live: Live;
  readonly devices: Devices;
  /** Heard once for each session that the server ended: time to show the log-in. */
  onSessionEnded(listener: (why: SessionEnded) => void): () => void;
  /** To be called when the network is back or the app is in front again: nothing waits any longer. */
  hurry(): void;
  /** Ends the socket and every wait. Who is logged in stays so, and what waits goes out with the next client. */
  close(): void;
}

const RETRIES: Retries = { attempts: 4, first: 500, longest: 8_000, longestRetryAfter: 60 };
const LIVE: Omit<LiveSettings, "url"> = {
  first: 500,
  longest: 30_000,
  patience: 10_000,
  pingEvery: 25_000,
  renewBefore: 60_000,
  gapPatience: 2_000,
};
const OUTBOX: BackOff = { first: 1_000, longest: 60_000 };
/** Milliseconds the outbox waits for the socket before it goes without. */
const SOCKET_PATIENCE = 5_000;
const NAME = "tuppence";

export function createClient(given: ClientSettings): Client {
  const { platform, timeout = 30_000 } = given;
  const baseUrl = given.baseUrl.replace(/\/+$/, "");
  const headers: Record<string, string> = { Accept: "application/json" };
  if (given.language !== undefined) headers["Accept-Language"] = given.language;
  const wire = new Wire(platform, { ...RETRIES, ...given.retries });
  const door = { baseUrl, timeout, headers };
  const session = new Session(platform, given.tokens, `${NAME}.tokens`, (refresh) => exchange(wire, door, refresh));
  const calls = new Calls(wire, session);
  const auth = new Auth(platform, wire, session, door);
  const api = new Api({ ...door, send: (call) => calls.send(call), uuid: () => platform.uuid() });
  const url = `${baseUrl.replace(/^http/, "ws")}/ws/`;
  const live = new Live(platform, session, { ...LIVE, ...given.live, url });
  const answers = (): Promise<boolean> => isThere(wire, baseUrl, timeout);
  const outbox = new Outbox(platform, given.store, `${NAME}.outbox`, session, api, {
    ...OUTBOX,
    ...given.outbox,
    answers,
    prepared: () => live.settled(SOCKET_PATIENCE),
  });

  live.onState((state) => {
    if (state === "ready") void outbox.send();
  });
  auth.onLogIn(() => {
    // Whose socket it was is nobody's to ask.
    if (live.state !== "closed") {
      live.close();
      live.open();
    }
    void outbox.send();
  });
  const stop = (): void => {
    live.close();
    outbox.rest();
  };
  auth.onLogOut(stop);
  session.onEnded(stop);
  void outbox.send();

  return {
    auth,
    api,
    live,
    outbox,
    upload: new Uploads(api, platform),
    devices: new Devices(api, given.store, `${NAME}.device`),
    onSessionEnded: (listener) => session.onEnded(listener),
    hurry: () => {
      live.hurry();
      void outbox.send();
    },
    close: stop,
  };
}

async function isThere(wire: Wire, baseUrl: string, timeout: number): Promise<boolean> {
  try {
    const call = { method: "GET", url: `${baseUrl}/readyz`, headers: {}, mayRepeat: false, timeout, asBytes: true };
    return (await wire.send(call)).ok;
  } catch {
    return false;
  }
}
