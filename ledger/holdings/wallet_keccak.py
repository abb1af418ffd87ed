"""Keccak-256 as Ethereum uses it: the padding from before SHA-3 was standardised, which `hashlib` does not offer.

After the Keccak reference, version 3.0 (Bertoni, Daemen, Peeters, Van Assche 2011). For addresses alone: some
milliseconds a call.
"""

from __future__ import annotations

RATE = 136
_MASK = (1 << 64) - 1
_ROUNDS = 24


def keccak_256(data: bytes) -> bytes:
    """32 bytes."""
    padded = bytearray(data)
    padded += b"\x01" + b"\x00" * (-(len(data) + 1) % RATE)
    padded[-1] |= 0x80
    lanes = [[0] * 5 for _ in range(5)]
    for start in range(0, len(padded), RATE):
        for place in range(RATE // 8):
            word = padded[start + 8 * place : start + 8 * place + 8]
            lanes[place % 5][place // 5] ^= int.from_bytes(word, "little")
        lanes = _permuted(lanes)
    return b"".join(lanes[place % 5][place // 5].to_bytes(8, "little") for place in range(4))


def _permuted(lanes: list[list[int]]) -> list[list[int]]:
    """Keccak-f[1600]: theta, rho with pi, chi, iota, in 24 rounds; the constants come of its shift register."""
    register = 1
    for _ in range(_ROUNDS):
        columns = [lane[0] ^ lane[1] ^ lane[2] ^ lane[3] ^ lane[4] for lane in lanes]
        mixed = [columns[(x + 4) % 5] ^ _rotated(columns[(x + 1) % 5], 1) for x in range(5)]
        lanes = [[lane ^ mixed[x] for lane in lanes[x]] for x in range(5)]
        x, y = 1, 0
        current = lanes[x][y]
        for turn in range(_ROUNDS):
            x, y = y, (2 * x + 3 * y) % 5
            current, lanes[x][y] = lanes[x][y], _rotated(current, (turn + 1) * (turn + 2) // 2)
        for y in range(5):
            row = [lanes[x][y] for x in range(5)]
            for x in range(5):
                lanes[x][y] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5] & _MASK)
        for step in range(7):
            register = ((register << 1) ^ ((register >> 7) * 0x71)) % 256
            if register & 2:
                lanes[0][0] ^= 1 << ((1 << step) - 1)
    return lanes


def _rotated(word: int, by: int) -> int:
    by %= 64
    return ((word << by) | (word >> (64 - by))) & _MASK
