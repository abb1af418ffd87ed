"""`python -m chat.voice.hearing`: samples by standard input (16 kHz, 16 bits, one channel), what was said by output."""

from __future__ import annotations

import sys

NUMBERS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand"
)
PLACES = "coffee lunch dinner groceries rent gas fuel taxi train bus pharmacy cinema books shoes clothes gift hotel"
WHENS = "today | yesterday | last night | last week"
GRAMMAR = f"""#JSGF V1.0;
grammar money;
<number> = ({" | ".join(NUMBERS.split())})+;
<unit> = euros | dollars | pounds | cents;
<what> = {" | ".join(PLACES.split())};
<when> = {WHENS};
<spent> = [i] (spent | paid) <number> <unit> (on | for) [the] <what> [<when>];
<asked> = how much did (i | we) (spend | pay) (on | for) <what> [this month | last month | this year];
<bare> = <what> <number> [<unit>] [<when>];
public <said> = <spent> | <asked> | <bare>;
"""


def main() -> None:
    from pocketsphinx import Decoder  # type: ignore[import-untyped] # it has no stubs

    decoder = Decoder(samprate=16_000, loglevel="FATAL")
    decoder.add_jsgf_string("money", GRAMMAR)
    decoder.activate_search("money")
    decoder.start_utt()
    decoder.process_raw(sys.stdin.buffer.read(), no_search=False, full_utt=True)
    decoder.end_utt()
    found = decoder.hyp()
    sys.stdout.write(found.hypstr if found else "")


if __name__ == "__main__":
    main()
