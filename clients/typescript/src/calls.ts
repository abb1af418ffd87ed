import { ApiError, ProofNeeded } from "./errors.js";
import type { Session } from "./session.js";
import type { Answer, Call, Wire } from "./wire.js";

/** Calls in the name of who is logged in. */
export class Calls {
  constructor(
    private readonly wire: Wire,
    private readonly session: Session,
  ) {}

  /**
   * As Wire.send, with a token. A 401 did nothing, so whatever it was is sent once more with a new one. Raises
   * SessionEnded where somebody else has logged in meanwhile.
   */
  async send(call: Call): Promise<Answer> {
    const { access, person } = await this.session.fresh({ person: call.person });
    try {
      return await this.wire.send(as(access, call));
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401 || error instanceof ProofNeeded) throw error;
      const { access: renewed } = await this.session.fresh({ person, refused: access });
      return this.wire.send(as(renewed, call));
    }
  }
}

function as(access: string, call: Call): Call {
  return { ...call, headers: { ...call.headers, Authorization: `Bearer ${access}` } };
}
