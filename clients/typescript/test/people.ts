import { type Client, type ClientSettings, type Store, createClient, memoryStore } from "tuppence-client";

import { type Answering, Machine, answer, token } from "./fakes.js";

export const REFRESH = "/_allauth/app/v1/tokens/refresh";
export const LOG_IN = "/_allauth/app/v1/auth/login";

export interface Stand {
  machine: Machine;
  client: Client;
  tokens: Store;
  store: Store;
  /** Another start of the app on the same machine. */
  again(): Client;
}

/** Answers log-in and refresh as the server does, each refresh token once; the rest is `answering`'s. */
export function serverOf(answering: Answering, person = "ana"): Answering {
  let pairs = 1;
  return (url, sending) => {
    const { pathname } = new URL(url);
    const pair = { access_token: token(`a${pairs}`, person), refresh_token: `r${pairs}` };
    if (pathname === "/readyz") return answer(200, "ok", { "Content-Type": "text/plain" });
    if (pathname === LOG_IN) return answer(200, { meta: { is_authenticated: true, ...pair } });
    if (pathname !== REFRESH) return answering(url, sending);
    const { refresh_token: sent } = JSON.parse(sending.body as string) as { refresh_token: string };
    if (sent !== pair.refresh_token) return answer(400, { status: 400 });
    pairs += 1;
    const renewed = { access_token: token(`a${pairs}`, person), refresh_token: `r${pairs}` };
    return answer(200, { status: 200, data: renewed });
  };
}

export async function loggedIn(answering: Answering, more: Partial<ClientSettings> = {}): Promise<Stand> {
  const machine = new Machine();
  machine.answering = serverOf(answering);
  const tokens = memoryStore();
  const store = memoryStore();
  const again = (): Client =>
    createClient({ baseUrl: "https://money.example/", platform: machine, tokens, store, ...more });
  const client = again();
  await client.auth.logIn("ana@example.org", "two pence for a thought");
  return { machine, client, tokens, store, again };
}

/** What a call came to, without waiting for it here: the test lets time pass first. */
export function outcome<Result>(call: Promise<Result>): { value?: Result; error?: unknown } {
  const found: { value?: Result; error?: unknown } = {};
  call.then(
    (value) => (found.value = value),
    (error: unknown) => (found.error = error),
  );
  return found;
}
