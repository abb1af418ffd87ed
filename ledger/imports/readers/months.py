"""Names of months, folded, in the languages of bank files."""

from __future__ import annotations

from ledger.imports.readers.text import fold

_NAMES = (
    "january jan januar janner jänner januari janvier janv enero ene janeiro gennaio gen styczeń stycznia sty "
    "leden ledna led január ianuarie ian tammikuu januarie января янв январь ocak sausio siječanj",
    "february feb februar februari février févr fév febrero fevereiro fev febbraio luty lutego lut únor února úno "
    "február februarie helmikuu февраля фев февраль şubat vasario veljača",
    "march mar märz mär mrz maart mrt mars marzo março marzec marca březen března bře március martie maaliskuu "
    "марта мар март mart kovo ožujak marts",
    "april apr avril avr abril abr aprile kwiecień kwietnia kwi duben dubna dub április aprilie huhtikuu апреля "
    "апр апрель nisan balandžio travanj",
    "may mai mei mayo maio mag maggio maj maja květen května kvě május toukokuu мая май mayıs gegužės svibanj",
    "june jun juni juin junio junho giu giugno czerwiec czerwca cze červen června čer június iunie kesäkuu junie "
    "июня июн июнь haziran birželio lipanj",
    "july jul juli juillet juil julio julho lug luglio lipiec lipca lip červenec července čvc július iulie "
    "heinäkuu julie июля июл июль temmuz liepos srpanj",
    "august aug augustus août agosto ago sierpień sierpnia sie srpen srpna srp augusztus elokuu augusti августа "
    "авг август ağustos rugpjūčio kolovoz",
    "september sep sept septembre septiembre setembro set settembre wrzesień września wrz září zář szeptember "
    "septembrie syyskuu сентября сен сентябрь eylül rugsėjo rujan",
    "october oct oktober okt octobre octubre outubro out ottobre ott październik października paź říjen října říj "
    "október octombrie lokakuu октября окт октябрь ekim spalio listopad",
    "november nov novembre noviembre novembro listopada lis listopadu noiembrie marraskuu ноября ноя ноябрь kasım "
    "lapkričio studeni",
    "december dec dezember dez décembre déc diciembre dic dezembro dicembre grudzień grudnia gru prosinec "
    "prosince pro decembrie joulukuu desember des декабря дек декабрь aralık gruodžio prosinac",
)
MONTHS: dict[str, int] = {}
for _number, _words in enumerate(_NAMES, start=1):
    for _word in _words.split():
        MONTHS.setdefault(fold(_word), _number)
